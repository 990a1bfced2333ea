/**
 * The network as a TensorFlow graph: its description, its layers, its names, its backward pass and
 * its optimiser. Knows no files.
 */
package org.glyphnet.network;
