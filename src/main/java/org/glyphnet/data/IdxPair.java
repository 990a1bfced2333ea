package org.glyphnet.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A file of images and the file of their labels, under the names that MNIST has given them. */
public record IdxPair(Path imageFile, Path labelFile) {
  /** Names by which the images are found, the first that is there; the same for the labels. */
  private static final List<String> ENDINGS =
      List.of("images-idx3-ubyte", "images.idx3-ubyte", "images-idx4-ubyte", "images.idx4-ubyte");

  /**
   * The pair whose names begin with {@code train-} or {@code t10k-}; empty when neither file is
   * there.
   */
  public static Optional<IdxPair> find(Path folder, String prefix) {
    Optional<Path> images = first(folder, ENDINGS.stream().map(ending -> prefix + ending));
    Optional<Path> labels =
        first(folder, Stream.of(prefix + "labels-idx1-ubyte", prefix + "labels.idx1-ubyte"));
    if (images.isEmpty() && labels.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new IdxPair(
            images.orElseThrow(() -> missing(folder, prefix + "images-idx3-ubyte")),
            labels.orElseThrow(() -> missing(folder, prefix + "labels-idx1-ubyte"))));
  }

  /** What is said where a file should be. */
  public static DataException missing(Path folder, String name) {
    return new DataException(
        folder.resolve(name)
            + ": not found, nor with .gz; pass the folder that holds it as --data-dir or idx:DIR");
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
  }

  /** Reads both files; as many images as labels, or it is a {@link DataException}. */
  public Content read() throws IOException {
    boolean colour = imageFile.getFileName().toString().contains("idx4");
    Content content =
        new Content(IdxFile.read(imageFile, colour ? 4 : 3), IdxFile.read(labelFile, 1));
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

  private static Optional<Path> first(Path folder, Stream<String> names) {
    return names
        .flatMap(name -> Stream.of(folder.resolve(name), folder.resolve(name + ".gz")))
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
