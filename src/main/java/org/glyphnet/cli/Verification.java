package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.saving.RestoreCheck;
import org.glyphnet.saving.Signatures;

/**
 * Restores a run's checkpoint and SavedModel, evaluates both, and tells whether they are the
 * trained network.
 */
final class Verification {
  private final ImageDataset dataset;
  private final Split split;
  private final SessionSettings settings;
  private final PrintStream out;

  Verification(ImageDataset dataset, Split split, SessionSettings settings, PrintStream out) {
    this.dataset = dataset;
    this.split = split;
    this.settings = settings;
    this.out = out;
  }

  /**
   * Restores, evaluates and prints.
   *
   * @param trained the evaluations at the end of training
   * @param checkpoint prefix of the checkpoint
   * @param savedModel folder of the SavedModel's version
   * @throws CheckFailedException when an accuracy or a prediction differs
   */
  void run(RestoreCheck.Parts trained, Path checkpoint, Path savedModel) throws IOException {
    out.println("Restored from the checkpoint " + checkpoint);
    RestoreCheck checkpointCheck =
        RestoreCheck.ofCheckpoint(trained, checkpoint, dataset, split, settings);
    printBlock(checkpointCheck.restored());
    out.println("Restored from the SavedModel " + savedModel + ", tag " + Signatures.TRAIN_TAG);
    RestoreCheck savedModelCheck =
        RestoreCheck.ofSavedModel(trained, savedModel, dataset, split, settings);
    printBlock(savedModelCheck.restored());
    printTable(checkpointCheck, savedModelCheck);
    if (!checkpointCheck.holds() || !savedModelCheck.holds()) {
      throw new CheckFailedException(
          "the restored network is not the trained one: "
              + (checkpointCheck.holds() ? "the SavedModel" : "the checkpoint")
              + " gives other results");
    }
  }

  private void printBlock(RestoreCheck.Parts parts) {
    RunConsole.printBlock(out, parts.train(), parts.test(), dataset, split);
  }

  private void printTable(RestoreCheck checkpointCheck, RestoreCheck savedModelCheck) {
    RestoreCheck.Parts trained = checkpointCheck.trained();
    RestoreCheck.Parts checkpoint = checkpointCheck.restored();
    RestoreCheck.Parts savedModel = savedModelCheck.restored();
    int images = split.train().length + split.test().length;
    row("", "trained", "checkpoint", "SavedModel", "");
    row(
        "train accuracy",
        number(trained.train().accuracy()),
        number(checkpoint.train().accuracy()),
        number(savedModel.train().accuracy()),
        verdict(checkpointCheck.trainAccuracyEqual() && savedModelCheck.trainAccuracyEqual()));
    row(
        "test accuracy",
        number(trained.test().accuracy()),
        number(checkpoint.test().accuracy()),
        number(savedModel.test().accuracy()),
        verdict(checkpointCheck.testAccuracyEqual() && savedModelCheck.testAccuracyEqual()));
    row(
        "equal predictions",
        count(images),
        count(images - checkpointCheck.differentPredictions()),
        count(images - savedModelCheck.differentPredictions()),
        verdict(
            checkpointCheck.differentPredictions() + savedModelCheck.differentPredictions() == 0));
    row(
        "scores to the bit",
        trained.test().scoresSha256().substring(0, 8),
        checkpoint.test().scoresSha256().substring(0, 8),
        savedModel.test().scoresSha256().substring(0, 8),
        checkpointCheck.scoresEqual() && savedModelCheck.scoresEqual()
            ? "equal"
            : "differ in the last bits: another processor or thread count than in training");
  }

  private void row(
      String what, String trained, String checkpoint, String savedModel, String verdict) {
    out.println(
        String.format(
                Locale.ROOT,
                "  %-18s %-12s %-12s %-12s %s",
                what,
                trained,
                checkpoint,
                savedModel,
                verdict)
            .stripTrailing());
  }

  private static String number(double accuracy) {
    return String.format(Locale.ROOT, "%.6f", accuracy);
  }

  private static String count(int images) {
    return String.format(Locale.ROOT, "%,d", images);
  }

  private static String verdict(boolean equal) {
    return equal ? "equal" : "DIFFERENT";
  }
}
