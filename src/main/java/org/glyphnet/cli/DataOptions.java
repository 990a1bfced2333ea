package org.glyphnet.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImagePreparation;
import org.glyphnet.data.Split;
import org.glyphnet.data.folders.FolderSettings;
import org.glyphnet.data.sources.DatasetChoice;
import org.glyphnet.data.sources.Datasets;
import org.glyphnet.job.DataSettings;
import org.glyphnet.job.PictureSettings;

/** The options that say which images are trained on and tested with. */
final class DataOptions {
  private static final String DATASET = "dataset";
  private static final String DATA_DIR = "data-dir";
  private static final String IMAGES = "images";
  private static final String SEED = "seed";
  static final String VALIDATION = "validation";
  private static final String IMAGE_SIZE = "image-size";
  private static final String SKIP_UNREADABLE = "skip-unreadable";
  private static final long SEED_BY_DEFAULT = 1;

  private DataOptions() {}

  static OptionList options() {
    return new OptionList()
        .with(setOptions())
        .value(
            "split",
            "KIND",
            "random (1/7 of all images for the test, as in the book), canonical, or auto: canonical"
                + " for a folder with train and test, else random (default: auto)")
        .value(
            VALIDATION,
            "SHARE",
            "share of the training images that choices are made by, of each class (default: 0)")
        .value(
            SEED, "N", "what everything random is drawn from (default: " + SEED_BY_DEFAULT + ")");
  }

  /** Which data set, without how it is divided. */
  static OptionList setOptions() {
    return new OptionList()
        .value(
            DATASET,
            "SET",
            DatasetChoice.FORMS
                + "; auto is mnist where it can be had, else synthetic (default: auto)")
        .value(
            DATA_DIR,
            "DIR",
            "folder with MNIST's four files (default: the environment's "
                + Datasets.DATA_VARIABLE
                + ", else downloaded once)")
        .value(
            IMAGES,
            "N",
            "use only N images: the first, but of a folder drawn evenly from all classes (default:"
                + " all)")
        .value(
            IMAGE_SIZE,
            "SIZE",
            "of a folder's images, N or HEIGHTxWIDTH (default: theirs if all have one up to 128,"
                + " else their median, at most 64)")
        .value(
            "fit",
            "HOW",
            "crop or letterbox: how a folder's pictures of other proportions fit (default: crop)")
        .flag(SKIP_UNREADABLE, "leave out a folder's pictures that cannot be read");
  }

  /** Where the data set of a run is that was trained earlier. */
  static OptionList placeOption() {
    return new OptionList()
        .value(
            DATA_DIR,
            "DIR",
            "where the files of the run's data set are now, checked by their checksum (default:"
                + " where they were)");
  }

  /** The data set that is asked for. */
  static DataSettings settings(Arguments arguments) {
    return new DataSettings(
        choice(arguments),
        place(arguments).or(() -> Datasets.environment(Datasets.DATA_VARIABLE)),
        arguments.has(IMAGES)
            ? Optional.of(arguments.integer(IMAGES, 0, 1, Integer.MAX_VALUE))
            : Optional.empty(),
        arguments.choice("split", Split.Kind.AUTO),
        new PictureSettings(
            imageSize(arguments),
            arguments.choice("fit", ImagePreparation.Fit.CROP),
            arguments.has(SKIP_UNREADABLE)),
        // By its digits: 0.1 is to be 0.1 also as a double.
        Double.parseDouble(
            Float.toString(
                arguments.decimal(
                    VALIDATION,
                    0,
                    share -> share >= 0 && share < 1,
                    "a number from 0 to below 1"))));
  }

  private static Optional<FolderSettings.Size> imageSize(Arguments arguments) {
    try {
      return arguments.text(IMAGE_SIZE).map(FolderSettings.Size::parse);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + IMAGE_SIZE + ": " + e.getMessage(), e);
    }
  }

  /**
   * Loads the data set that is asked for, undivided.
   *
   * @param how a folder's pictures become images
   * @param notices hears of downloads, and of what was left out
   */
  static ImageDataset load(Arguments arguments, ImagePreparation how, Datasets.Notices notices)
      throws IOException {
    DataSettings settings = settings(arguments);
    return new Datasets(settings.mnistFolder(), Datasets.userCache(), notices)
        .load(
            settings.choice(),
            settings.images(),
            seed(arguments),
            settings.pictures().forFolders().as(how))
        .dataset();
  }

  /** What everything random is drawn from. */
  static long seed(Arguments arguments) {
    return arguments.integer(SEED, SEED_BY_DEFAULT, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** The folder that was named, if one was. */
  static Optional<Path> place(Arguments arguments) {
    return arguments.has(DATA_DIR) ? Optional.of(arguments.path(DATA_DIR, null)) : Optional.empty();
  }

  private static DatasetChoice choice(Arguments arguments) {
    try {
      String typed = arguments.text(DATASET).orElse("auto");
      int place = typed.indexOf(':') + 1; // no shell replaces a ~ that stands there
      return DatasetChoice.parse(
          typed.substring(0, place) + Arguments.atHome(typed.substring(place)));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + DATASET + ": " + e.getMessage(), e);
    }
  }
}
