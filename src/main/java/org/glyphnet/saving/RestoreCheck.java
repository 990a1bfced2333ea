package org.glyphnet.saving;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.training.Evaluation;
import org.glyphnet.training.Trainer;
import org.tensorflow.Session;

/**
 * Whether a restored network is the trained one: the same accuracies and the same predicted class
 * for every image.
 *
 * @param trained how the network was evaluated at the end of its training
 * @param restored how the restored one was evaluated on the same images
 */
public record RestoreCheck(Parts trained, Parts restored) {

  /** The evaluations of one network on both parts of a split. */
  public record Parts(Evaluation train, Evaluation test) {
    /** The evaluations at the end of a training. */
    public static Parts of(Trainer.Trained trained) {
      return new Parts(trained.train(), trained.test());
    }

    /**
     * Evaluates a network that has the tensors of training.
     *
     * @param session stays its owner's
     */
    public static Parts of(Session session, ImageDataset dataset, Split split) {
      return new Parts(
          Evaluation.of(session, dataset, split.train()),
          Evaluation.of(session, dataset, split.test()));
    }
  }

  /** Compares two evaluations. */
  public static RestoreCheck compare(Parts trained, Parts restored) {
    return new RestoreCheck(trained, restored);
  }

  /**
   * Restores a checkpoint into the graph of its {@code .meta}, evaluates it and compares.
   *
   * @param trained what it must give
   * @param prefix path of the checkpoint without suffix
   * @throws DataException when a file is missing or damaged
   */
  public static RestoreCheck ofCheckpoint(
      Parts trained, Path prefix, ImageDataset dataset, Split split, SessionSettings settings)
      throws IOException {
    try (RestoredModel model = RestoredModel.fromCheckpoint(prefix, settings)) {
      return new RestoreCheck(trained, Parts.of(model.session(), dataset, split));
    }
  }

  /**
   * Loads a SavedModel's graph for training, evaluates it and compares.
   *
   * @param trained what it must give
   * @param version folder of the SavedModel's version
   * @throws DataException when it is missing or damaged
   */
  public static RestoreCheck ofSavedModel(
      Parts trained, Path version, ImageDataset dataset, Split split, SessionSettings settings)
      throws IOException {
    try (RestoredModel model =
        RestoredModel.fromSavedModel(version, Signatures.TRAIN_TAG, settings)) {
      return new RestoreCheck(trained, Parts.of(model.session(), dataset, split));
    }
  }

  /** Whether the accuracy on the training images is the same number. */
  public boolean trainAccuracyEqual() {
    return trained.train().accuracy() == restored.train().accuracy();
  }

  /** Whether the accuracy on the test images is the same number. */
  public boolean testAccuracyEqual() {
    return trained.test().accuracy() == restored.test().accuracy();
  }

  /** How many images got another class, of training and test images together. */
  public int differentPredictions() {
    return different(trained.train().predictions(), restored.train().predictions())
        + different(trained.test().predictions(), restored.test().predictions());
  }

  /**
   * Whether every logit is equal to the last bit. On the machine that trained the network it is; on
   * another kind of processor it need not be, so it does not decide.
   */
  public boolean scoresEqual() {
    return trained.train().scoresSha256().equals(restored.train().scoresSha256())
        && trained.test().scoresSha256().equals(restored.test().scoresSha256());
  }

  /** Whether the restored network is the trained one. */
  public boolean holds() {
    return trainAccuracyEqual() && testAccuracyEqual() && differentPredictions() == 0;
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
