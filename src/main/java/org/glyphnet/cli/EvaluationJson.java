package org.glyphnet.cli;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.report.ConfusionMatrix;
import org.glyphnet.report.RefusedShare;
import org.glyphnet.report.WilsonInterval;
import org.glyphnet.training.Evaluation;

/**
 * What {@code evaluate --json} prints.
 *
 * @param datasetSha256 see {@link ImageDataset#sha256}
 * @param images how many were evaluated
 * @param accuracy share of them that was classified right, in [0, 1]
 * @param interval where that share lies with 95 % confidence
 * @param cost mean softmax cross-entropy
 * @param calibrationError expected calibration error of the probabilities, in [0, 1]
 * @param refused accuracy when the least sure images are refused
 * @param suspects images whose labels look wrong, as many as were asked for
 * @param confusion how many images of the class of a row were taken for that of a column
 */
record EvaluationJson(
    String model,
    String dataset,
    String datasetSha256,
    String part,
    int images,
    double accuracy,
    WilsonInterval interval,
    double cost,
    double calibrationError,
    List<RefusedShare> refused,
    List<Suspect> suspects,
    List<ClassResult> classes,
    List<List<Long>> confusion) {
  /**
   * What was evaluated.
   *
   * @param part of the data set
   */
  record Subject(String model, ImageDataset dataset, String part) {}

  /** One class: precision and recall in [0, 1], null where there is nothing to divide by. */
  record ClassResult(String name, Double precision, Double recall) {}

  static EvaluationJson of(
      Subject subject,
      Evaluation evaluation,
      ConfusionMatrix confusion,
      Doubt doubt,
      List<Suspect> suspects) {
    ImageDataset dataset = subject.dataset();
    int classes = dataset.classNames().size();
    return new EvaluationJson(
        subject.model(),
        dataset.name(),
        dataset.sha256(),
        subject.part(),
        evaluation.predictions().length,
        evaluation.accuracy(),
        doubt.accuracy(),
        evaluation.cost(),
        doubt.calibrationError(),
        doubt.refused(),
        suspects,
        IntStream.range(0, classes)
            .mapToObj(
                label ->
                    new ClassResult(
                        dataset.classNames().get(label),
                        numberOrNull(confusion.precision(label)),
                        numberOrNull(confusion.recall(label))))
            .toList(),
        IntStream.range(0, classes)
            .mapToObj(
                reference ->
                    LongStream.range(0, classes)
                        .map(prediction -> confusion.count(reference, (int) prediction))
                        .boxed()
                        .toList())
            .toList());
  }

  private static Double numberOrNull(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
