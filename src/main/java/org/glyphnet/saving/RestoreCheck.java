package org.glyphnet.saving;

import java.util.Arrays;
import org.glyphnet.training.Evaluation;

/**
 * Whether a restored network is the trained one: the same accuracies and the same predicted class
 * for every image.
 *
 * @param trainAccuracyEqual whether the accuracy on the training images is the same number
 * @param testAccuracyEqual the same for the test images
 * @param differentPredictions how many images got another class, of training and test images
 *     together
 * @param scoresEqual whether every score is equal to the last bit; on the machine that trained it
 *     is, on another kind of processor it need not be, so it does not decide
 */
public record RestoreCheck(
    boolean trainAccuracyEqual,
    boolean testAccuracyEqual,
    int differentPredictions,
    boolean scoresEqual) {

  /** The evaluations of one network on both parts of a split. */
  public record Parts(Evaluation train, Evaluation test) {}

  /** Compares. */
  public static RestoreCheck compare(Parts trained, Parts restored) {
    return new RestoreCheck(
        trained.train().accuracy() == restored.train().accuracy(),
        trained.test().accuracy() == restored.test().accuracy(),
        different(trained.train().predictions(), restored.train().predictions())
            + different(trained.test().predictions(), restored.test().predictions()),
        trained.train().scoresSha256().equals(restored.train().scoresSha256())
            && trained.test().scoresSha256().equals(restored.test().scoresSha256()));
  }

  /** Whether the restored network is the trained one. */
  public boolean holds() {
    return trainAccuracyEqual && testAccuracyEqual && differentPredictions == 0;
  }

  private static int different(int[] a, int[] b) {
    if (a.length != b.length) {
      return Math.max(a.length, b.length);
    }
    if (Arrays.equals(a, b)) {
      return 0;
    }
    int count = 0;
    for (int i = 0; i < a.length; i++) {
      count += a[i] == b[i] ? 0 : 1;
    }
    return count;
  }
}
