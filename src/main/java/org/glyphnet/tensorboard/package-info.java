/** A training run as TensorBoard reads it: event files with scalars, pictures and histograms. */
package org.glyphnet.tensorboard;
