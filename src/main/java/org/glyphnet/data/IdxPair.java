package org.glyphnet.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.glyphnet.GlyphnetException.Remedy;
import org.glyphnet.Internal;

/** A file of images and the file of their labels, under the names that MNIST has given them. */
@Internal
public record IdxPair(Path imageFile, Path labelFile) {
  /**
   * The pair whose names begin with {@code train-} or {@code t10k-}; empty when neither file is
   * there.
   */
  public static Optional<IdxPair> find(Path folder, String prefix) {
    return new IdxNames(folder, "").find(prefix);
  }

  /** What is said where a file should be. */
  public static DataException missing(Path folder, String name) {
    return new DataException(
        folder.resolve(name) + ": not found, nor with .gz", Remedy.NAME_DATA_FOLDER);
  }

  /** Images, labels, and what they were read from. */
  public record Content(IdxFile images, IdxFile labels) {
    int count() {
      return labels.values().length;
    }

    /** Size of one image. */
    ImageShape shape() {
      List<Integer> d = images.dimensions();
      return new ImageShape(d.get(1), d.get(2), d.size() == 4 ? d.get(3) : 1);
    }

    /** The same with rows and columns exchanged. */
    Content transposed() {
      ImageShape shape = shape();
      int area = shape.height() * shape.width();
      byte[] from = images.values();
      byte[] to = new byte[from.length];
      for (int i = 0; i < from.length; i++) {
        int pixel = i % area;
        int column = pixel % shape.width();
        int row = pixel / shape.width();
        to[i - pixel + column * shape.height() + row] = from[i];
      }
      List<Integer> turned = List.of(count(), shape.width(), shape.height());
      return new Content(new IdxFile(turned, to, images.sha256()), labels);
    }

    /** The same with labels that are less by one. */
    Content labelsLessOne() {
      byte[] less = labels.values().clone();
      for (int i = 0; i < less.length; i++) {
        less[i]--;
      }
      return new Content(images, new IdxFile(labels.dimensions(), less, labels.sha256()));
    }
  }

  /** Reads both files; as many images as labels, or it is a {@link DataException}. */
  public Content read() throws IOException {
    boolean colour = imageFile.getFileName().toString().contains("idx4");
    Content content = new Content(IdxFile.read(imageFile, colour ? 4 : 3), labels());
    int images = content.images().dimensions().get(0);
    if (images != content.count()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: %,d images but %,d labels in %s; get both again or pass another folder",
              imageFile,
              images,
              content.count(),
              labelFile.getFileName()));
    }
    return content;
  }

  /** A byte a label; of QMNIST's rows of ints the first number, which is the class. */
  private IdxFile labels() throws IOException {
    if (!labelFile.getFileName().toString().contains("idx2-int")) {
      return IdxFile.read(labelFile, 1);
    }
    IdxFile rows = IdxFile.read(labelFile, 2, IdxFile.Type.INT);
    int row = 4 * rows.dimensions().get(1);
    byte[] labels = new byte[rows.dimensions().get(0)];
    for (int i = 0; i < labels.length; i++) {
      byte[] values = rows.values();
      int at = i * row;
      if (values[at] != 0 || values[at + 1] != 0 || values[at + 2] != 0) {
        throw new DataException(labelFile + ": label " + i + " is not in 0 to 255");
      }
      labels[i] = values[at + 3];
    }
    return new IdxFile(List.of(labels.length), labels, rows.sha256());
  }
}
