package org.glyphnet.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.data.augmentation.Augmentation;
import org.glyphnet.files.DurableFiles;
import org.glyphnet.network.ConvSpec;
import org.glyphnet.network.DenseSpec;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.runs.ClusterCsv;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.tensorflow.Session;

/**
 * The page about one run: how it learned, what it confuses, its worst mistakes, how far it can be
 * trusted, what its decisions rest on, what its filters look like, one image's way through it, how
 * fast it was, and all its settings. One HTML file without outside resources.
 *
 * <pre>{@code
 * try (RestoredModel model = RestoredModel.fromCheckpoint(checkpoint, settings)) {
 *   RunReport.Network network =
 *       new RunReport.Network(
 *           "classifier-final", model.session(), inference, List.of(), dataset, split);
 *   RunReport.write(run, network, run.resolve("report.html"));
 * }
 * }</pre>
 */
public final class RunReport {
  private RunReport() {}

  /**
   * The trained network of a run with the images that it is shown.
   *
   * @param source where it was restored from, such as a checkpoint's name
   * @param session on its training graph; stays the caller's to close
   * @param inference on its inference graph, with the same weights; stays the caller's to close
   * @param earlier sessions with the weights of earlier epochs, the oldest first; their training
   *     labels are doubted by all of them; may be empty; they stay the caller's to close
   * @param dataset that the run was trained on
   * @param split how that was divided
   */
  public record Network(
      String source,
      Session session,
      Session inference,
      List<Session> earlier,
      ImageDataset dataset,
      Split split) {
    public Network {
      earlier = List.copyOf(earlier);
    }
  }

  /**
   * Looks into the network and writes the page; a reader sees the old page or the new one. Runs
   * every image of each part through the session once, and the training images through those of
   * earlier epochs.
   *
   * @param run the run's folder
   * @param network trained in that run
   * @param target the file; folders on the way are made
   * @throws org.glyphnet.data.DataException when the run's record is missing or damaged
   */
  public static void write(Path run, Network network, Path target) throws IOException {
    RunSummary summary = RunSummary.read(new RunFolder(run).name(), run);
    String cluster = ClusterText.of(ClusterCsv.read(new RunFolder(run).cluster()));
    String page = PageTemplate.fill("run.html", page(summary, cluster, network));
    DurableFiles.write(target, page.getBytes(StandardCharsets.UTF_8));
  }

  /** What the page shows. */
  private record Page(
      String title,
      String state,
      String notice,
      String network,
      LearningSection learning,
      String cluster,
      AugmentedSection augmented,
      MistakesSection mistakes,
      DoubtSection doubt,
      ExplanationSection explanation,
      FiltersSection filters,
      ExampleSection example,
      List<SettingsGroup> settings) {}

  private static Page page(RunSummary run, String cluster, Network network) {
    RunRecord record = run.record();
    Findings findings = Findings.of(network);
    return new Page(
        run.name(),
        state(run, findings.source()),
        record.data().notice(),
        describe(record.network()),
        LearningSection.of(run),
        cluster,
        augmented(record, network),
        MistakesSection.of(findings),
        DoubtSection.of(findings, record.network().dense().head() == DenseSpec.Head.BOOK),
        findings.explanation(),
        FiltersSection.of(findings.filters()),
        ExampleSection.of(findings),
        SettingsGroup.of(record));
  }

  /** Null, which the page leaves out, for a run that shows its images as they are. */
  private static AugmentedSection augmented(RunRecord record, Network network) {
    Augmentation augmentation = record.setup().training().learning().augmentation();
    return augmentation.isNone()
        ? null
        : AugmentedSection.of(
            network.dataset(),
            network.split().train(),
            augmentation,
            record.setup().training().seed());
  }

  private static String state(RunSummary run, String source) {
    RunRecord record = run.record();
    return run.finished()
        ? "Trained "
            + Shown.moment(record.times().started())
            + " to "
            + Shown.moment(record.times().finished())
        : "Begun "
            + Shown.moment(record.times().started())
            + ", not trained to its end; pictures of "
            + source;
  }

  private static String describe(NetworkSpec network) {
    return String.format(
        Locale.ROOT,
        "%dx%dx%d images; convolutions: %s; dense layers: %s; %d classes.",
        network.height(),
        network.width(),
        network.channels(),
        network.convolutions().layers().stream()
            .map(RunReport::describe)
            .collect(Collectors.joining(", ")),
        network.dense().units().isEmpty()
            ? "none before the last"
            : network.dense().units().stream()
                .map(Shown::count)
                .collect(Collectors.joining(", ", "", " units")),
        network.classes());
  }

  private static String describe(ConvSpec.Layer layer) {
    return String.format(
        Locale.ROOT,
        "%d filters of %dx%d%s",
        layer.filters(),
        layer.kernelSize(),
        layer.kernelSize(),
        layer.pooled() ? " and 2x2 max pooling" : "");
  }
}
