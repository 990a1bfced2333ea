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
 */
public record DataSettings(
    DatasetChoice choice, Optional<Path> mnistFolder, Optional<Integer> images, Split.Kind split) {

  /** All of a data set, divided as in the book. */
  public static DataSettings of(DatasetChoice choice) {
    return new DataSettings(choice, Optional.empty(), Optional.empty(), Split.Kind.RANDOM);
  }

  /** Every setting by name, in the order in which they are told. */
  void addTo(Map<String, String> values) {
    values.put("dataset", choice.toString());
    values.put("data-dir", mnistFolder.map(Path::toString).orElse(""));
    values.put("images", images.map(n -> Integer.toString(n)).orElse("all"));
    values.put("split", split.toString());
  }
}
