package org.glyphnet.cli;

import java.io.PrintStream;
import java.util.Locale;
import org.glyphnet.job.Verification;
import org.glyphnet.saving.RestoreCheck;

/** Trained, checkpoint and SavedModel side by side. */
final class VerificationTable {
  /** Characters of a SHA-256 that tell scores apart at a glance. */
  private static final int SHORT_SHA = 8;

  private VerificationTable() {}

  /**
   * Prints the table.
   *
   * @throws CheckFailedException when an accuracy or a prediction differs
   */
  static void print(Verification verification, PrintStream out) {
    RestoreCheck checkpoint = verification.checkpoint();
    RestoreCheck savedModel = verification.savedModel();
    row(out, "", "trained", "checkpoint", "SavedModel", "");
    row(
        out,
        "train accuracy",
        number(checkpoint.trained().train().accuracy()),
        number(checkpoint.restored().train().accuracy()),
        number(savedModel.restored().train().accuracy()),
        verdict(checkpoint.trainAccuracyEqual() && savedModel.trainAccuracyEqual()));
    row(
        out,
        "test accuracy",
        number(checkpoint.trained().test().accuracy()),
        number(checkpoint.restored().test().accuracy()),
        number(savedModel.restored().test().accuracy()),
        verdict(checkpoint.testAccuracyEqual() && savedModel.testAccuracyEqual()));
    row(
        out,
        "equal predictions",
        count(verification.images()),
        count(verification.images() - checkpoint.differentPredictions()),
        count(verification.images() - savedModel.differentPredictions()),
        verdict(checkpoint.differentPredictions() + savedModel.differentPredictions() == 0));
    row(
        out,
        "scores to the bit",
        shortSha(checkpoint.trained()),
        shortSha(checkpoint.restored()),
        shortSha(savedModel.restored()),
        verification.scoresEqual()
            ? "equal"
            : "differ in the last bits: another processor or thread count than in training");
    if (!verification.holds()) {
      throw new CheckFailedException(
          "the restored network is not the trained one: "
              + (checkpoint.holds() ? "the SavedModel" : "the checkpoint")
              + " gives other results");
    }
  }

  private static void row(PrintStream out, String... cells) {
    out.println(
        String.format(Locale.ROOT, "  %-18s %-12s %-12s %-12s %s", (Object[]) cells)
            .stripTrailing());
  }

  private static String number(double accuracy) {
    return String.format(Locale.ROOT, "%.6f", accuracy);
  }

  private static String count(int images) {
    return String.format(Locale.ROOT, "%,d", images);
  }

  private static String shortSha(RestoreCheck.Parts parts) {
    return parts.test().scoresSha256().substring(0, SHORT_SHA);
  }

  private static String verdict(boolean equal) {
    return equal ? "equal" : "DIFFERENT";
  }
}
