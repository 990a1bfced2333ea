/**
 * Which of TensorFlow's two engines computes: oneDNN or its own kernels, by what the processor has.
 * Knows no TensorFlow, since it must be asked before TensorFlow's natives load.
 *
 * <p>Internal: it may change with any release.
 */
package org.glyphnet.engine;
