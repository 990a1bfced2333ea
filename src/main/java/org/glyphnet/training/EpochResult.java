package org.glyphnet.training;

/**
 * What one epoch came to. A part that was not looked at has NaN.
 *
 * @param epoch 0 for the first epoch; -1 for the untrained network
 * @param cost mean training cost over the epoch's batches, as the steps saw it (dropout on,
 *     augmented, labels smoothed, classes weighted); NaN for epoch -1
 * @param trainAccuracy share of all training images classified right in inference mode, in [0, 1]
 * @param testAccuracy the same of all test images; NaN where there is a validation part
 * @param seconds wall time of the epoch's training steps, without the evaluation; 0 for epoch -1
 * @param imagesPerSecond training images through those steps a second; 0 for epoch -1
 * @param validationAccuracy the same of all validation images
 * @param validationCost mean cost of the validation images in inference mode
 * @param learningRate of the epoch's last step; NaN for epoch -1
 */
public record EpochResult(
    int epoch,
    double cost,
    double trainAccuracy,
    double testAccuracy,
    double seconds,
    double imagesPerSecond,
    double validationAccuracy,
    double validationCost,
    double learningRate) {

  /** Of an epoch without a validation part, whose learning rate is not told. */
  public EpochResult(
      int epoch,
      double cost,
      double trainAccuracy,
      double testAccuracy,
      double seconds,
      double imagesPerSecond) {
    this(
        epoch,
        cost,
        trainAccuracy,
        testAccuracy,
        seconds,
        imagesPerSecond,
        Double.NaN,
        Double.NaN,
        Double.NaN);
  }

  /** Accuracy on the part that the curves show beside training: validation, else test. */
  public double heldOutAccuracy() {
    return Double.isNaN(validationAccuracy) ? testAccuracy : validationAccuracy;
  }
}
