package org.glyphnet.job;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.glyphnet.data.Split;
import org.glyphnet.data.sources.DatasetChoice;

/**
 * Which images are trained on and tested with. Immutable.
 *
 * @param choice the data set
 * @param mnistFolder folder with MNIST's files, where one was named; else they come from the user's
 *     cache
 * @param images how many of its images, empty for all
 * @param split how they are divided
 * @param pictures how a folder of pictures is read
 * @param validation share of the training images that choices are made by, 0 for none
 */
public record DataSettings(
    DatasetChoice choice,
    Optional<Path> mnistFolder,
    Optional<Integer> images,
    Split.Kind split,
    PictureSettings pictures,
    double validation) {

  /** Without a part for choosing, pictures by the rules. */
  public DataSettings(
      DatasetChoice choice,
      Optional<Path> mnistFolder,
      Optional<Integer> images,
      Split.Kind split) {
    this(choice, mnistFolder, images, split, PictureSettings.USUAL, 0);
  }

  /** All of a data set, divided as in the book, or as a folder's own parts say. */
  public static DataSettings of(DatasetChoice choice) {
    return new DataSettings(choice, Optional.empty(), Optional.empty(), Split.Kind.AUTO);
  }

  /** The same data set from another place. */
  DataSettings from(DatasetChoice newChoice, Optional<Path> newMnistFolder) {
    return new DataSettings(newChoice, newMnistFolder, images, split, pictures, validation);
  }

  /** The same, divided in another way. */
  DataSettings divided(Split.Kind newSplit) {
    return new DataSettings(choice, mnistFolder, images, newSplit, pictures, validation);
  }

  /** Every setting by name, in the order in which they are told. */
  void addTo(Map<String, String> values) {
    values.put("dataset", choice.toString());
    values.put("data-dir", mnistFolder.map(Path::toString).orElse(""));
    values.put("images", images.map(n -> Integer.toString(n)).orElse("all"));
    values.put("split", split.toString());
    values.put("validation", Double.toString(validation));
    pictures.addTo(values);
  }
}
