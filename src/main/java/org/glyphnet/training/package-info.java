/**
 * The training loop and what it leaves behind in a run's folder: the result of every epoch, in
 * memory and in {@code epochs.csv}.
 */
package org.glyphnet.training;
