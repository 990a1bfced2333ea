package org.glyphnet.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.engine.Engine;
import org.glyphnet.engine.Processor;
import org.glyphnet.files.DurableFiles;
import org.glyphnet.inference.InferenceForms;
import org.glyphnet.network.Arithmetic;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Precision;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.network.TensorNames;
import org.tensorflow.Session;

/**
 * Measures a network's speed. What is compared is measured in turn, round by round, because other
 * work on the machine comes and goes.
 */
public final class Benchmark {
  /** Images a run: one request, a training batch, an evaluation. */
  private static final List<Integer> INFERENCE_BATCHES = List.of(1, 128, 1000);

  /** Images of inference in each round, whatever the batch. */
  private static final int INFERENCE_IMAGES = 2000;

  private static final int LEAST_RUNS = 4;

  private final NetworkSpec spec;
  private final Precision precision;
  private final SessionSettings settings;
  private final ImageDataset dataset;
  private final Load load;

  /**
   * How much is measured.
   *
   * @param steps training steps a round
   * @param rounds whose median counts
   */
  public record Load(int steps, int rounds) {}

  /**
   * @param dataset whose images are fed
   */
  public Benchmark(
      NetworkSpec spec,
      Precision precision,
      SessionSettings settings,
      ImageDataset dataset,
      Load load) {
    this.spec = spec;
    this.precision = precision;
    this.settings = settings;
    this.dataset = dataset;
    this.load = load;
  }

  /** Measures all. */
  public BenchmarkResult run(String preset) throws IOException {
    Path weights = Files.createTempDirectory("glyphnet-benchmark");
    Engine engine = Engine.prepare(precision == Precision.BFLOAT16);
    // Without instructions, a bfloat16 product of that size takes minutes: float32's is the peak.
    Precision fastest = engine.emulated() ? Precision.FLOAT32 : precision;
    try (PeakSpeed peak = new PeakSpeed(fastest, settings)) {
      Rounds peaks = new Rounds(load.rounds());
      BenchmarkResult.Speed train = train(peak, peaks, weights.resolve("weights"));
      return new BenchmarkResult(
          preset,
          precision.toString(),
          settings.threads(),
          engine.toString(),
          Processor.ofThisMachine().name(),
          peaks.median(),
          train,
          inference(peak, weights.resolve("weights")));
    } finally {
      DurableFiles.deleteTree(weights);
    }
  }

  /** The operations of one training step, longest first. */
  public List<StepTrace.Operation> trace() {
    try (ConvNet net = TrainingSpeed.network(spec, precision)) {
      TrainingSpeed training = new TrainingSpeed(net, settings, dataset);
      return StepTrace.of(training.trace());
    }
  }

  private BenchmarkResult.Speed train(PeakSpeed peak, Rounds peaks, Path weights) {
    try (ConvNet net = TrainingSpeed.network(spec, precision)) {
      TrainingSpeed training = new TrainingSpeed(net, settings, dataset);
      Rounds speeds = new Rounds(load.rounds());
      Rounds fractions = new Rounds(load.rounds());
      for (int round = 0; round < load.rounds(); round++) {
        double before = peak.gflops();
        double imagesPerSecond = training.imagesPerSecond(load.steps());
        peaks.add(before);
        speeds.add(imagesPerSecond);
        fractions.add(imagesPerSecond / 1e9 / before);
      }
      training.session().save(weights.toString());
      return speed(
          TrainingSpeed.BATCH, speeds, fractions, Arithmetic.ofTraining(spec, TrainingSpeed.BATCH));
    }
  }

  private List<BenchmarkResult.Speed> inference(PeakSpeed peak, Path weights) {
    List<BenchmarkResult.Speed> all = new ArrayList<>();
    try (ConvNet net = ConvNet.forServing(spec, precision)) {
      Session session = net.openForInference(settings);
      session.restore(weights.toString());
      // As evaluation and the service run it.
      try (InferenceForms forms =
          InferenceForms.of(
              net.graph().toGraphDef(), session, List.of(TensorNames.SCORES), settings)) {
        for (int batch : INFERENCE_BATCHES) {
          all.add(inference(peak, forms.of(batch), batch));
        }
      }
    }
    return all;
  }

  private BenchmarkResult.Speed inference(PeakSpeed peak, InferenceForms.Form form, int batch) {
    Rounds speeds = new Rounds(load.rounds());
    Rounds fractions = new Rounds(load.rounds());
    try (InferenceSpeed inference = new InferenceSpeed(form, dataset, batch)) {
      for (int round = 0; round < load.rounds(); round++) {
        double before = peak.gflops();
        double imagesPerSecond =
            inference.imagesPerSecond(Math.max(LEAST_RUNS, INFERENCE_IMAGES / batch));
        speeds.add(imagesPerSecond);
        fractions.add(imagesPerSecond / 1e9 / before);
      }
    }
    boolean many = batch >= InferenceForms.MANY && precision == Precision.FLOAT32;
    return speed(batch, speeds, fractions, Arithmetic.ofInference(spec, many));
  }

  private static BenchmarkResult.Speed speed(
      int batch, Rounds speeds, Rounds fractions, Arithmetic flops) {
    return new BenchmarkResult.Speed(
        batch,
        speeds.median(),
        speeds.median() * flops.defined() / 1e9,
        fractions.median() * flops.defined(),
        speeds.median() * flops.done() / 1e9,
        fractions.median() * flops.done());
  }

  /** Figures of equal rounds. */
  private static final class Rounds {
    private final double[] values;
    private int count;

    Rounds(int rounds) {
      values = new double[rounds];
    }

    void add(double value) {
      values[count++] = value;
    }

    double median() {
      double[] sorted = Arrays.copyOf(values, count);
      Arrays.sort(sorted);
      return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    }
  }
}
