/**
 * The network as a TensorFlow graph: its description, its layers, its names, its backward pass and
 * its optimiser. Knows no files.
 *
 * <p>Public API.
 */
package org.glyphnet.network;
