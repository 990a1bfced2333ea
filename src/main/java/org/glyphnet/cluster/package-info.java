/**
 * Several machines as one: worker processes on TensorFlow's own gRPC runtime, how they meet their
 * client, and what happens when one is lost.
 *
 * <p>Internal: it may change with any release.
 */
package org.glyphnet.cluster;
