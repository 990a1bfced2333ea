package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.Options;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.data.sources.DatasetChoice;
import org.glyphnet.data.sources.Datasets;
import org.glyphnet.runs.RunRecord;

/**
 * The options that say which images are trained on and tested with, read and checked.
 *
 * @param choice the data set
 * @param dataDir folder with MNIST's files, where one was named
 * @param images how many of its images, empty for all
 * @param split how they are divided
 * @param seed what the division, the order and everything else random is drawn from
 * @param expectedSha256 of the content, where another is an error
 */
record DataOptions(
    DatasetChoice choice,
    Optional<Path> dataDir,
    Optional<Integer> images,
    Split.Kind split,
    long seed,
    Optional<String> expectedSha256) {
  private static final long SEED = 1;

  static Options options() {
    return new OptionList()
        .with(setOptions())
        .value(
            "split",
            "KIND",
            "random (1/7 of all images for the test, as in the book) or canonical (default: random)")
        .value("seed", "N", "what everything random is drawn from (default: " + SEED + ")")
        .toOptions();
  }

  /** Which data set, without how it is divided. */
  static Options setOptions() {
    return new OptionList()
        .value(
            "dataset",
            "SET",
            DatasetChoice.FORMS
                + "; auto is mnist where it can be had, else synthetic (default: auto)")
        .with(placeOption())
        .value("images", "N", "use only the first N images (default: all)")
        .toOptions();
  }

  /** Where MNIST is. */
  static Options placeOption() {
    return new OptionList()
        .value(
            "data-dir",
            "DIR",
            "folder with MNIST's four files (default: the environment's "
                + Datasets.DATA_VARIABLE
                + ", else downloaded once)")
        .toOptions();
  }

  static DataOptions of(Arguments arguments) {
    return new DataOptions(
        choice(arguments),
        dataDir(arguments),
        arguments.has("images")
            ? Optional.of(arguments.integer("images", 0, 1, Integer.MAX_VALUE))
            : Optional.empty(),
        arguments.choice("split", Split.Kind.RANDOM),
        arguments.integer("seed", SEED, Long.MIN_VALUE, Long.MAX_VALUE),
        Optional.empty());
  }

  /** What a run was trained on; where MNIST is may have changed since. */
  static DataOptions again(RunRecord record, Arguments arguments) {
    RunRecord.Data data = record.data();
    Optional<Path> recorded =
        data.dataDir().isEmpty() ? Optional.empty() : Optional.of(Path.of(data.dataDir()));
    return new DataOptions(
        DatasetChoice.parse(data.dataset()),
        dataDir(arguments).or(() -> recorded),
        data.cut() ? Optional.of(data.images()) : Optional.empty(),
        Split.Kind.valueOf(data.split().toUpperCase(Locale.ROOT)),
        record.training().seed(),
        Optional.of(data.sha256()));
  }

  /** Every option with its value, given or default. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("dataset", choice.toString());
    values.put("data-dir", dataDir.map(Path::toString).orElse(""));
    values.put("images", images.map(n -> Integer.toString(n)).orElse("all"));
    values.put("split", split.toString());
    values.put("seed", Long.toString(seed));
    return values;
  }

  /** What was loaded, divided, and what the run's record says of it. */
  record Chosen(ImageDataset dataset, Split split, RunRecord.Data record) {}

  /**
   * Loads and divides.
   *
   * @throws DataException when it cannot be had, or is not what it should be
   */
  Chosen load(PrintStream out) throws IOException {
    Datasets.Loaded loaded =
        new Datasets(dataDir, Datasets.userCache(), new DataNotices(out))
            .load(choice, images, seed);
    ImageDataset dataset = loaded.dataset();
    String sha256 = dataset.sha256();
    if (expectedSha256.isPresent() && !expectedSha256.get().equals(sha256)) {
      throw new DataException(
          loaded.choice()
              + ": is not what the run was trained on: SHA-256 "
              + sha256
              + ", trained on "
              + expectedSha256.get());
    }
    Split divided = Split.of(split, dataset, seed);
    out.printf(
        Locale.ROOT,
        "Data set %s: %,d images of %s in %d classes, %,d to train, %,d to test%n",
        loaded.choice(),
        dataset.count(),
        dataset.shape(),
        dataset.classNames().size(),
        divided.train().length,
        divided.test().length);
    return new Chosen(
        dataset,
        divided,
        new RunRecord.Data(
            loaded.choice().toString(),
            dataDir.map(path -> path.toAbsolutePath().normalize().toString()).orElse(""),
            loaded.notice(),
            sha256,
            dataset.count(),
            images.isPresent(),
            dataset.classNames(),
            split.toString(),
            divided.train().length,
            divided.test().length));
  }

  /** Loads without dividing. */
  ImageDataset dataset(PrintStream out) throws IOException {
    return new Datasets(dataDir, Datasets.userCache(), new DataNotices(out))
        .load(choice, images, seed)
        .dataset();
  }

  private static DatasetChoice choice(Arguments arguments) {
    try {
      return DatasetChoice.parse(arguments.text("dataset").orElse("auto"));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--dataset: " + e.getMessage(), e);
    }
  }

  private static Optional<Path> dataDir(Arguments arguments) {
    if (arguments.has("data-dir")) {
      return Optional.of(arguments.path("data-dir", null));
    }
    return Datasets.environment(Datasets.DATA_VARIABLE);
  }
}
