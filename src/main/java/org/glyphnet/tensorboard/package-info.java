/**
 * A training run as TensorBoard reads it: event files with scalars, pictures and histograms.
 *
 * <p>Internal: it may change with any release.
 */
package org.glyphnet.tensorboard;
