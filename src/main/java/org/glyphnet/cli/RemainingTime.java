package org.glyphnet.cli;

import java.util.Locale;

/**
 * How fast training is, and how long it still takes: the steps that are left at the present epoch's
 * speed, the evaluations as long as the last one took.
 */
final class RemainingTime {
  private static final double NANOS = 1e9;

  private int epochs;
  private int epoch;
  private int imagesOfEpoch;
  private int firstImages;
  private int images;
  private long epochStart;
  private double secondsPerImage;
  private long evaluationStart;
  private double evaluationSeconds;
  private boolean training;

  /** A run of so many epochs begins. */
  void begin(int allEpochs) {
    epochs = allEpochs;
    training = true;
  }

  void epochStarted(int number, int ofImages) {
    epoch = number;
    imagesOfEpoch = ofImages;
    firstImages = -1;
    images = 0;
    epochStart = System.nanoTime();
  }

  void stepDone(int done) {
    if (firstImages < 0) {
      // The first step takes longer than any other, and a resumed epoch begins in its middle.
      firstImages = done;
      epochStart = System.nanoTime();
    }
    images = done;
    if (done > firstImages) {
      secondsPerImage = (System.nanoTime() - epochStart) / NANOS / (done - firstImages);
    }
  }

  void evaluationStarted() {
    evaluationStart = System.nanoTime();
    images = imagesOfEpoch;
  }

  void epochEnded(int number) {
    epoch = number + 1;
    images = 0;
    evaluationSeconds = (System.nanoTime() - evaluationStart) / NANOS;
  }

  void end() {
    training = false;
  }

  /** Such as {@code 1,234 images/s, 3 min left}; empty while nothing is known. */
  String text() {
    if (!training || secondsPerImage <= 0) {
      return "";
    }
    double left =
        secondsPerImage * ((double) imagesOfEpoch * (epochs - epoch) - images)
            + evaluationSeconds * (epochs - epoch);
    return String.format(Locale.ROOT, "%,.0f images/s, %s left", 1 / secondsPerImage, told(left));
  }

  /** A duration as a person tells it. */
  static String told(double seconds) {
    long whole = Math.max(1, Math.round(seconds));
    if (whole < 60) {
      return whole + " s";
    }
    long minutes = Math.round(whole / 60.0);
    return minutes < 60
        ? minutes + " min"
        : String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
  }
}
