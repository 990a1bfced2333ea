package org.glyphnet.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.training.EpochResult;

/**
 * How a run learned: key figures, curves and every epoch in numbers.
 *
 * @param parts whose errors the chart shows
 * @param rateChart the learning rate; "" where it was not recorded
 * @param validated whether there is a validation part
 * @param speed the training speed in words
 */
record LearningSection(
    List<Figure> figures,
    List<Part> parts,
    String errorChart,
    String costChart,
    String costNote,
    String rateChart,
    boolean validated,
    List<Epoch> epochs,
    String speed) {
  /** A key figure with a line below it. */
  record Figure(String name, String value, String note) {}

  /**
   * A part of the data set in the chart of errors.
   *
   * @param name also the page's style class that colours it
   */
  record Part(String name, LineChart.Marker marker, ToDoubleFunction<EpochResult> error) {
    /** The marker's name in the page. */
    String shape() {
      return marker.name().toLowerCase(Locale.ROOT);
    }
  }

  /** A row of the table of epochs. */
  record Epoch(
      int epoch,
      boolean best,
      String cost,
      String train,
      String validation,
      String test,
      String rate,
      String seconds,
      String speed) {}

  static LearningSection of(RunSummary run) {
    OptionalInt best = run.best().map(e -> OptionalInt.of(e.epoch())).orElse(OptionalInt.empty());
    List<Part> parts = parts(run);
    return new LearningSection(
        figures(run),
        parts,
        LineChart.svg(
            "Classification error per epoch of "
                + parts.stream().map(Part::name).collect(Collectors.joining(" and "))
                + " images, on a logarithmic scale",
            parts.stream()
                .map(part -> line(run, part.name(), part.marker(), part.error()))
                .toList(),
            best),
        LineChart.svg(
            "Mean training cost per epoch, on a logarithmic scale",
            List.of(line(run, "train", LineChart.Marker.DOT, EpochResult::cost))),
        costNote(run),
        rates(run),
        run.validated(),
        run.epochs().stream()
            .map(e -> epoch(e, best.isPresent() && best.getAsInt() == e.epoch()))
            .toList(),
        speed(run));
  }

  /** The parts of the data set that some epoch was measured on. */
  private static List<Part> parts(RunSummary run) {
    return Stream.of(
            new Part("train", LineChart.Marker.DOT, e -> 1 - e.trainAccuracy()),
            new Part("validation", LineChart.Marker.DIAMOND, e -> 1 - e.validationAccuracy()),
            new Part("test", LineChart.Marker.DIAMOND, e -> 1 - e.testAccuracy()))
        .filter(
            part ->
                run.epochs().stream().anyMatch(e -> Double.isFinite(part.error().applyAsDouble(e))))
        .toList();
  }

  /** The learning rate's curve; "" where it was not recorded. */
  private static String rates(RunSummary run) {
    return run.epochs().stream().noneMatch(e -> Double.isFinite(e.learningRate()))
        ? ""
        : LineChart.svg(
            "Learning rate of each epoch's last step, on a logarithmic scale",
            List.of(line(run, "train", LineChart.Marker.DOT, EpochResult::learningRate)));
  }

  private static LineChart.Line line(
      RunSummary run, String name, LineChart.Marker marker, ToDoubleFunction<EpochResult> number) {
    return new LineChart.Line(
        name,
        name,
        marker,
        run.epochs().stream()
            .map(e -> new LineChart.Point(e.epoch(), number.applyAsDouble(e)))
            .toList());
  }

  private static List<Figure> figures(RunSummary run) {
    double test = run.testAccuracy();
    double train = run.last(EpochResult::trainAccuracy);
    return List.of(
        new Figure(
            "Test accuracy",
            Shown.share(test),
            Shown.percent(1 - test)
                + " of "
                + Shown.count(run.record().data().test())
                + " wrong"
                + (run.validated() ? "; looked at once, at the end" : "")),
        new Figure(
            "Training accuracy",
            Shown.share(train),
            Shown.percent(1 - train)
                + " of "
                + Shown.count(run.record().data().train())
                + " wrong"),
        new Figure(
            "Epochs",
            Long.toString(run.trainedEpochs()),
            run.best()
                .map(
                    b ->
                        "best "
                            + (run.validated() ? "validation" : "test")
                            + " accuracy "
                            + Shown.share(b.heldOutAccuracy())
                            + " in "
                            + b.epoch())
                .orElse("none ended yet")),
        new Figure(
            "Images a second",
            Shown.count(run.imagesPerSecond()),
            Shown.time(run.seconds()) + " in all"));
  }

  private static String costNote(RunSummary run) {
    long lost =
        run.epochs().stream().filter(e -> e.epoch() >= 0 && !Double.isFinite(e.cost())).count();
    return lost == 0 ? "" : "In " + lost + " epochs the cost was not a finite number.";
  }

  private static Epoch epoch(EpochResult result, boolean best) {
    boolean trained = result.epoch() >= 0;
    return new Epoch(
        result.epoch(),
        best,
        Shown.decimal(result.cost(), 6),
        Shown.share(result.trainAccuracy()),
        Shown.share(result.validationAccuracy()),
        Shown.share(result.testAccuracy()),
        trained ? Shown.rate(result.learningRate()) : "\u2013",
        trained ? Shown.decimal(result.seconds(), 1) : "\u2013",
        trained ? Shown.count(result.imagesPerSecond()) : "\u2013");
  }

  private static String speed(RunSummary run) {
    RunRecord record = run.record();
    return String.format(
        Locale.ROOT,
        "%s images a second went through the training steps, %s in all for %d epochs of %,d images"
            + " in batches of %d, on %d threads of %s. The evaluations are not counted.",
        Shown.count(run.imagesPerSecond()),
        Shown.time(run.seconds()),
        run.trainedEpochs(),
        record.data().train(),
        record.training().batchSize(),
        record.threads(),
        record.machine().getOrDefault("processor", "an unknown processor"));
  }
}
