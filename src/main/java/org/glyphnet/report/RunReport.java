package org.glyphnet.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.glyphnet.files.DurableFiles;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.training.EpochResult;

/**
 * The page about one run: how it learned, what it confuses, its worst mistakes, what its filters
 * look like, one image's way through it, how fast it was, and all its settings. One HTML file
 * without outside resources.
 */
public final class RunReport {
  private final RunSummary run;
  private final Findings findings;

  private RunReport(RunSummary run, Findings findings) {
    this.run = run;
    this.findings = findings;
  }

  /**
   * Writes the page; a reader sees the old page or the new one.
   *
   * @param run the run's folder
   * @param findings about its network
   * @param target the file; folders on the way are made
   * @throws org.glyphnet.data.DataException when the run's record is missing or damaged
   */
  public static void write(Path run, Findings findings, Path target) throws IOException {
    RunSummary summary = RunSummary.read(new RunFolder(run).name(), run);
    String page = PageTemplate.fill("run.html", new RunReport(summary, findings).page());
    DurableFiles.write(target, page.getBytes(StandardCharsets.UTF_8));
  }

  /** What the page shows. */
  private record Page(
      String title,
      String state,
      String notice,
      String network,
      List<Figure> figures,
      String errorChart,
      String costChart,
      String costNote,
      List<Epoch> epochs,
      Mistakes mistakes,
      Filters filters,
      Example example,
      String speed,
      List<Group> settings) {}

  private record Figure(String name, String value, String note) {}

  private record Epoch(
      int epoch, String cost, String train, String test, String seconds, String speed) {}

  private record Mistakes(
      String tested,
      String count,
      List<String> names,
      ConfusionTable confusion,
      List<PictureTiles.Tile> tiles) {}

  private record Filters(
      String shape, String scale, String gradient, String choice, List<PictureTiles.Tile> tiles) {}

  private record Example(
      PictureTiles.Tile image, List<Probability> probabilities, List<Block> blocks) {}

  private record Probability(String name, String value, String percent) {}

  private record Block(
      String layer, String size, String scale, String choice, List<PictureTiles.Tile> tiles) {}

  private record Group(String name, List<Map.Entry<String, String>> values) {}

  private Page page() {
    RunRecord record = run.record();
    return new Page(
        run.name(),
        run.finished()
            ? "Trained " + Shown.moment(record.started()) + " to " + Shown.moment(record.finished())
            : "Begun "
                + record.started()
                + ", not trained to its end; pictures of "
                + findings.source(),
        record.data().notice(),
        describe(record.network()),
        figures(),
        LineChart.svg(
            "Classification error of training and test images per epoch, on a logarithmic scale",
            List.of(
                line("train", LineChart.Marker.DOT, e -> 1 - e.trainAccuracy()),
                line("test", LineChart.Marker.DIAMOND, e -> 1 - e.testAccuracy()))),
        LineChart.svg(
            "Mean training cost per epoch, on a logarithmic scale",
            List.of(line("train", LineChart.Marker.DOT, EpochResult::cost))),
        costNote(),
        run.epochs().stream().map(RunReport::epoch).toList(),
        mistakes(),
        filters(),
        example(),
        speed(),
        settings());
  }

  private LineChart.Line line(
      String name, LineChart.Marker marker, ToDoubleFunction<EpochResult> number) {
    return new LineChart.Line(
        name,
        name,
        marker,
        run.epochs().stream()
            .map(e -> new LineChart.Point(e.epoch(), number.applyAsDouble(e)))
            .toList());
  }

  private List<Figure> figures() {
    double test = run.last(EpochResult::testAccuracy);
    double train = run.last(EpochResult::trainAccuracy);
    return List.of(
        new Figure(
            "Test accuracy",
            Shown.share(test),
            Shown.percent(1 - test) + " of " + Shown.count(run.record().data().test()) + " wrong"),
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
                    b -> "best test accuracy " + Shown.share(b.testAccuracy()) + " in " + b.epoch())
                .orElse("none ended yet")),
        new Figure(
            "Images a second",
            Shown.count(run.imagesPerSecond()),
            Shown.time(run.seconds()) + " in all"));
  }

  private String costNote() {
    long lost =
        run.epochs().stream().filter(e -> e.epoch() >= 0 && !Double.isFinite(e.cost())).count();
    return lost == 0 ? "" : "In " + lost + " epochs the cost was not a finite number.";
  }

  private static Epoch epoch(EpochResult result) {
    boolean trained = result.epoch() >= 0;
    return new Epoch(
        result.epoch(),
        Shown.decimal(result.cost(), 6),
        Shown.share(result.trainAccuracy()),
        Shown.share(result.testAccuracy()),
        trained ? Shown.decimal(result.seconds(), 1) : "\u2013",
        trained ? Shown.count(result.imagesPerSecond()) : "\u2013");
  }

  private Mistakes mistakes() {
    List<String> names = findings.dataset().classNames();
    return new Mistakes(
        Shown.count(findings.tested()),
        Shown.count(findings.mistakes().size()),
        names,
        ConfusionTable.of(findings.confusion(), names),
        PictureTiles.mistakes(findings));
  }

  private Filters filters() {
    FilterBank bank = findings.filters();
    return new Filters(
        String.format(
            Locale.ROOT,
            "%,d filters of %dx%dx%d",
            bank.filters(),
            bank.height(),
            bank.width(),
            bank.channels()),
        Shown.decimal(bank.largest(), 3),
        SignedColours.cssGradient(),
        choice(bank.filters(), "closest"),
        PictureTiles.filters(bank));
  }

  private Example example() {
    Activations way = findings.example();
    List<String> names = findings.dataset().classNames();
    int label = findings.dataset().label(way.image());
    return new Example(
        new PictureTiles.Tile(
            PictureTiles.uri(DatasetPicture.of(findings.dataset(), way.image())),
            "Test image " + way.image() + ", a " + names.get(label),
            names.get(label),
            "image " + way.image()),
        IntStream.range(0, names.size())
            .mapToObj(
                i ->
                    new Probability(
                        names.get(i),
                        Shown.decimal(way.probabilities()[i], 4),
                        Shown.decimal(100 * way.probabilities()[i], 1)))
            .toList(),
        way.blocks().stream().map(RunReport::block).toList());
  }

  private static Block block(Activations.Maps maps) {
    return new Block(
        maps.layer(),
        String.format(Locale.ROOT, "%,d maps of %dx%d", maps.count(), maps.height(), maps.width()),
        Shown.decimal(maps.largest(), 2),
        choice(maps.count(), "strongest"),
        PictureTiles.maps(maps));
  }

  private static String choice(int count, String which) {
    return count > PictureTiles.MOST
        ? String.format(Locale.ROOT, "Shown are the %d %s.", PictureTiles.MOST, which)
        : "";
  }

  private String speed() {
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

  private List<Group> settings() {
    RunRecord record = run.record();
    RunRecord.Data data = record.data();
    return List.of(
        new Group("Options", List.copyOf(record.options().entrySet())),
        new Group(
            "Data",
            List.of(
                Map.entry("data set", data.dataset()),
                Map.entry("SHA-256", data.sha256()),
                Map.entry(
                    "images",
                    String.format(
                        Locale.ROOT, "%,d%s", data.images(), data.cut() ? ", a part" : "")),
                Map.entry("classes", String.join(", ", data.classNames())),
                Map.entry("split", data.split()),
                Map.entry("to train", Shown.count(data.train())),
                Map.entry("to test", Shown.count(data.test())))),
        new Group("Versions", List.copyOf(record.versions().entrySet())),
        new Group("Machine", List.copyOf(record.machine().entrySet())));
  }

  private static String describe(NetworkSpec network) {
    return String.format(
        Locale.ROOT,
        "%dx%dx%d images; %d and %d filters of %dx%d, each convolution followed by 2x2 max pooling;"
            + " %,d units; %d classes.",
        network.height(),
        network.width(),
        network.channels(),
        network.filters1(),
        network.filters2(),
        network.kernelSize(),
        network.kernelSize(),
        network.units(),
        network.classes());
  }
}
