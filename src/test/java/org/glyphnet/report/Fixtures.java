package org.glyphnet.report;

import java.util.List;
import org.glyphnet.training.EpochResult;

/** Epochs for charts. */
final class Fixtures {
  private Fixtures() {}

  /** The epochs of the book that are known, and one between. */
  static List<EpochResult> bookEpochs() {
    return List.of(
        epoch(-1, 0.068963, 0.071796), epoch(0, 0.991166, 0.98665), epoch(1, 0.995, 0.99));
  }

  static EpochResult epoch(int epoch, double trainAccuracy, double testAccuracy) {
    return new EpochResult(epoch, 0.1, trainAccuracy, testAccuracy, 30, 2000);
  }
}
