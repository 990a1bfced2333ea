package org.glyphnet.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.glyphnet.benchmark.Benchmark;
import org.glyphnet.benchmark.BenchmarkResult;
import org.glyphnet.benchmark.StepTrace;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.sources.DatasetChoice;
import org.glyphnet.data.sources.Datasets;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Precision;
import org.glyphnet.network.Preset;
import org.glyphnet.network.SessionSettings;

/** {@code benchmark}: how fast this machine trains and answers. */
final class BenchmarkCommand implements Command {
  private static final int IMAGES = 10_000;
  private static final int TRACED = 40;
  private static final int KIND_WIDTH = 120;

  @Override
  public Declaration declaration() {
    return new Declaration(
        "benchmark", "measures training, inference and, beside them, a plain matrix product");
  }

  @Override
  public OptionList options() {
    return new OptionList()
        .value("preset", "NAME", "book-text, book-code or compact (default: book-text)")
        .value(TrainingOptions.PRECISION, "NAME", "float32 or bfloat16 (default: float32)")
        .value("steps", "N", "training steps a round, of 128 images each (default: 20)")
        .value("rounds", "N", "rounds; each figure is their median (default: 5)")
        .value("threads", "N", "threads that compute (default: one a processor)")
        .flag("json", "prints the result as JSON")
        .flag("trace", "prints the operations of one training step with their times instead");
  }

  @Override
  public void run(Arguments arguments, Screen screen) throws IOException {
    PrintStream out = screen.out();
    Preset preset = arguments.choice("preset", Preset.BOOK_TEXT);
    SessionSettings settings = TrainingOptions.session(arguments);
    int steps = arguments.integer("steps", 20, 1, 1_000_000);
    int rounds = arguments.integer("rounds", 5, 1, 1_000_000);
    ImageDataset dataset =
        new Datasets(Optional.empty(), Datasets.userCache(), new JobConsole(screen))
            .load(new DatasetChoice.Synthetic(), Optional.of(IMAGES), 1)
            .dataset();
    Benchmark benchmark =
        new Benchmark(
            NetworkSpec.of(preset),
            arguments.choice(TrainingOptions.PRECISION, Precision.FLOAT32),
            settings,
            dataset,
            new Benchmark.Load(steps, rounds));
    if (arguments.has("trace")) {
      print(benchmark.trace(), out);
      return;
    }
    BenchmarkResult result = benchmark.run(preset.toString());
    if (arguments.has("json")) {
      out.println(
          JsonMapper.builder()
              .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(result));
    } else {
      print(result, out);
    }
  }

  private static void print(BenchmarkResult result, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%s in %s on %d threads of %s; engine: %s%nmatrix product 4096 x 4096: %.0f GFLOP/s%n",
        result.preset(),
        result.precision(),
        result.threads(),
        result.processor(),
        result.engine(),
        result.peakGflops());
    out.println(
        "                                     of the product's speed: as defined, really done");
    print("training, batch " + result.train().batch(), result.train(), out);
    for (BenchmarkResult.Speed speed : result.inference()) {
      print("inference, batch " + speed.batch(), speed, out);
    }
  }

  private static void print(String what, BenchmarkResult.Speed speed, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%-22s %9.1f images/s %21.2f %13.2f%n",
        what,
        speed.imagesPerSecond(),
        speed.fractionOfPeak(),
        speed.fractionDone());
  }

  private static void print(List<StepTrace.Operation> operations, PrintStream out) {
    out.println("   at ms  takes ms  operation");
    for (StepTrace.Operation operation :
        operations.subList(0, Math.min(TRACED, operations.size()))) {
      out.printf(
          Locale.ROOT,
          "%8.2f  %8.2f  %s  %s%n",
          operation.startMicros() / 1e3,
          operation.micros() / 1e3,
          operation.name(),
          shortened(operation.kind()));
    }
  }

  /** Some operations have hundreds of inputs. */
  private static String shortened(String kind) {
    return kind.length() <= KIND_WIDTH ? kind : kind.substring(0, KIND_WIDTH) + "...";
  }
}
