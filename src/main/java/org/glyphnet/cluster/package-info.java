/**
 * Several machines as one: worker processes on TensorFlow's own gRPC runtime, how they meet their
 * client, and what happens when one is lost.
 */
package org.glyphnet.cluster;
