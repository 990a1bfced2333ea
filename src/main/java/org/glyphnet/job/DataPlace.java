package org.glyphnet.job;

import java.nio.file.Path;
import java.util.Optional;
import org.glyphnet.data.sources.DatasetChoice;

/** The folder that a data set is read from, whatever its kind. */
final class DataPlace {
  private DataPlace() {}

  /** Where it is; empty for what has no folder of its own. */
  static Optional<Path> of(DataSettings settings) {
    if (settings.choice() instanceof DatasetChoice.Idx idx) {
      return Optional.of(idx.folder());
    }
    if (settings.choice() instanceof DatasetChoice.Folder images) {
      return Optional.of(images.folder());
    }
    return settings.choice() instanceof DatasetChoice.RealMnist
        ? settings.mnistFolder()
        : Optional.empty();
  }

  /** The same data set at another place; as it is where none is given. */
  static DataSettings at(Optional<Path> place, DataSettings settings) {
    if (place.isEmpty() || settings.choice() instanceof DatasetChoice.Synthetic) {
      return settings;
    }
    DatasetChoice choice = settings.choice();
    if (choice instanceof DatasetChoice.Idx) {
      choice = new DatasetChoice.Idx(place.get());
    } else if (choice instanceof DatasetChoice.Folder) {
      choice = new DatasetChoice.Folder(place.get());
    } else {
      return settings.from(choice, place);
    }
    return settings.from(choice, Optional.empty());
  }
}
