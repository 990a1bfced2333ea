package org.glyphnet.training;

/**
 * What one epoch came to.
 *
 * @param epoch 0 for the first epoch; -1 for the untrained network
 * @param cost mean training cost over the epoch's batches, as the steps saw it (dropout on); NaN
 *     for epoch -1
 * @param trainAccuracy share of all training images classified right in inference mode, in [0, 1]
 * @param testAccuracy the same of all test images
 * @param seconds wall time of the epoch's training steps, without the evaluation; 0 for epoch -1
 * @param imagesPerSecond training images through those steps a second; 0 for epoch -1
 */
public record EpochResult(
    int epoch,
    double cost,
    double trainAccuracy,
    double testAccuracy,
    double seconds,
    double imagesPerSecond) {}
