package org.glyphnet.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.glyphnet.training.Temperature;

/**
 * How far an answer can be trusted: accuracy with its confidence interval, whether probabilities
 * mean what they say, what refusing the least sure answers gains, and training images whose labels
 * look wrong.
 *
 * @param accuracy on the test images, with its interval, in words
 * @param diagram the reliability diagram
 * @param error the expected calibration error, in words
 * @param most why the probabilities end where they do
 * @param refusals what refusing gains
 * @param labels training images that the network takes for another class than their label
 * @param labelsCount how many of those there are, in words
 */
record DoubtSection(
    String accuracy,
    String diagram,
    String error,
    String most,
    List<Refusal> refusals,
    List<PictureTiles.Tile> labels,
    String labelsCount) {
  /**
   * What refusing the answers below a probability comes to.
   *
   * @param refused share of the images
   * @param below the probability
   * @param accuracy of the others, with its interval beside it
   */
  record Refusal(String refused, String below, String accuracy, String interval) {}

  static DoubtSection of(Findings findings, boolean bookHead) {
    Predictions test = findings.test();
    boolean[] right = right(test);
    double[] confidences = doubles(test.probabilities());
    Calibration calibration = Calibration.of(Temperature.confidences(test.scores(), 1), right);
    return new DoubtSection(
        String.format(
            Locale.ROOT,
            "%s of %s test images are right: %s, with 95\u00a0%% confidence %s for images like"
                + " these.",
            Shown.count(test.right()),
            Shown.count(right.length),
            Shown.percent((double) test.right() / right.length),
            WilsonInterval.of(test.right(), right.length).shown()),
        ReliabilityDiagram.svg(
            "Share of right answers for each bin of probabilities, beside the line of equality",
            findings.calibrated() ? Calibration.of(confidences, right) : calibration),
        error(calibration, findings, right),
        bookHead ? most(confidences) : "",
        refusals(confidences, right),
        PictureTiles.mistakes(findings.doubtful().images(), findings.dataset()),
        labelsCount(findings));
  }

  private static String labelsCount(Findings findings) {
    DoubtfulLabels doubtful = findings.doubtful();
    int all = doubtful.images().size();
    return all == 0
        ? "There are none: every training image is taken for the class of its label."
        : String.format(
            Locale.ROOT,
            "%s of %s training images are taken for another class than their label%s, although the"
                + " network has seen that label. Shown are those with the highest loss: label,"
                + " guess and the guess's probability.",
            Shown.count(all),
            Shown.count(doubtful.trained()),
            doubtful.epochs() > 1
                ? " on the mean over " + doubtful.epochs() + " epochs' checkpoints"
                : "");
  }

  private static String error(Calibration before, Findings findings, boolean[] right) {
    String found =
        String.format(
            Locale.ROOT,
            "Expected calibration error on the test images: %s.",
            Shown.decimal(before.error(), 4));
    if (findings.temperature().isEmpty()) {
      return found + " There is no validation part to fit a temperature on.";
    }
    double fitted = findings.temperature().getAsDouble();
    Calibration after =
        Calibration.of(Temperature.confidences(findings.test().scores(), fitted), right);
    return String.format(
        Locale.ROOT,
        "%s With the scores divided by the temperature %s, fitted on the validation images: %s.%s",
        found,
        Shown.decimal(fitted, 3),
        Shown.decimal(after.error(), 4),
        findings.calibrated()
            ? " The model's own probabilities are taken so, and so is the diagram."
            : " Trained with a temperature, the model's own probabilities would be taken so.");
  }

  private static String most(double[] confidences) {
    return String.format(
        Locale.ROOT,
        "The scores of this network come out of batch normalisation and its activation, which keep"
            + " them small however clear an image is; its largest probability here is %s.",
        Shown.decimal(DoubleStream.of(confidences).max().orElse(Double.NaN), 4));
  }

  private static List<Refusal> refusals(double[] confidences, boolean[] right) {
    return RefusedShare.of(confidences, right).stream()
        .map(
            one ->
                new Refusal(
                    Shown.percent(one.share()),
                    one.share() == 0 ? "\u2013" : Shown.decimal(one.threshold(), 4),
                    Shown.percent(one.accuracy()),
                    one.interval().shown()))
        .toList();
  }

  private static boolean[] right(Predictions predictions) {
    boolean[] right = new boolean[predictions.images().length];
    for (int i = 0; i < right.length; i++) {
      right[i] = predictions.right(i);
    }
    return right;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
