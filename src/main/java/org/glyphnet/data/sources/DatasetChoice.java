package org.glyphnet.data.sources;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Which data set is wanted; {@code toString} gives it as it is typed. */
public sealed interface DatasetChoice {
  /** What can be typed, for messages. */
  String FORMS = "auto, mnist, synthetic, idx:DIR or folder:DIR";

  /** MNIST where it can be had, else synthetic digits. */
  record Auto() implements DatasetChoice {
    @Override
    public String toString() {
      return "auto";
    }
  }

  /** MNIST. */
  record RealMnist() implements DatasetChoice {
    @Override
    public String toString() {
      return "mnist";
    }
  }

  /** Digits that the program draws itself. */
  record Synthetic() implements DatasetChoice {
    @Override
    public String toString() {
      return "synthetic";
    }
  }

  /** A folder of IDX files. */
  record Idx(Path folder) implements DatasetChoice {
    @Override
    public String toString() {
      return "idx:" + folder;
    }
  }

  /** A folder with a sub-folder of images for each class. */
  record Folder(Path folder) implements DatasetChoice {
    @Override
    public String toString() {
      return "folder:" + folder;
    }
  }

  /**
   * Reads a choice as typed.
   *
   * @throws IllegalArgumentException when it is none of {@link #FORMS}
   */
  static DatasetChoice parse(String typed) {
    return switch (typed) {
      case "auto" -> new Auto();
      case "mnist" -> new RealMnist();
      case "synthetic" -> new Synthetic();
      default -> parseFolder(typed);
    };
  }

  private static DatasetChoice parseFolder(String typed) {
    int colon = typed.indexOf(':');
    String kind = colon < 0 ? "" : typed.substring(0, colon);
    String folder = typed.substring(colon + 1);
    if (!(kind.equals("idx") || kind.equals("folder")) || folder.isBlank()) {
      throw new IllegalArgumentException("'" + typed + "' is not possible; it takes " + FORMS);
    }
    try {
      return kind.equals("idx") ? new Idx(Path.of(folder)) : new Folder(Path.of(folder));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'" + folder + "' cannot be a path on this system", e);
    }
  }
}
