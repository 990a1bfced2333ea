package org.glyphnet.data.sources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.glyphnet.GlyphnetException.Remedy;
import org.glyphnet.data.DataException;
import org.glyphnet.data.IdxFile;
import org.glyphnet.data.IdxFolder;
import org.glyphnet.data.IdxPair;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImagePreparation;

/**
 * MNIST (LeCun, Cortes and Burges): 70,000 grey 28x28 handwritten digits, the 60,000 training
 * images first. What is read is checked by its SHA-256.
 */
final class Mnist {
  private static final int CLASSES = 10;

  /**
   * One of its four files.
   *
   * @param name without .gz
   * @param sha256 of the decompressed content
   */
  record Part(String name, String sha256) {}

  static final Part TRAIN_IMAGES =
      new Part(
          "train-images-idx3-ubyte",
          "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db");
  static final Part TRAIN_LABELS =
      new Part(
          "train-labels-idx1-ubyte",
          "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5");
  static final Part TEST_IMAGES =
      new Part(
          "t10k-images-idx3-ubyte",
          "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7");
  static final Part TEST_LABELS =
      new Part(
          "t10k-labels-idx1-ubyte",
          "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

  /** All four. */
  static final List<Part> PARTS = List.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS);

  private Mnist() {}

  /** Whether a folder holds all four files, plain or gzip; what is in them is not looked at. */
  static boolean isIn(Path folder) {
    return PARTS.stream()
        .allMatch(
            part ->
                Files.isRegularFile(folder.resolve(part.name()))
                    || Files.isRegularFile(folder.resolve(part.name() + ".gz")));
  }

  /**
   * Reads it from a folder.
   *
   * @throws DataException when a file is missing, damaged or not MNIST's
   */
  static ImageDataset read(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new DataException(folder + ": no such folder", Remedy.NAME_DATA_FOLDER_OR_DRAW);
    }
    IdxPair.Content train = read(folder, "train-", TRAIN_IMAGES, TRAIN_LABELS);
    IdxPair.Content test = read(folder, "t10k-", TEST_IMAGES, TEST_LABELS);
    return IdxFolder.join("mnist", List.of(train, test), IdxFolder.numbered(CLASSES))
        .withPreparation(ImagePreparation.mnist());
  }

  private static IdxPair.Content read(Path folder, String prefix, Part images, Part labels)
      throws IOException {
    IdxPair pair =
        IdxPair.find(folder, prefix).orElseThrow(() -> IdxPair.missing(folder, images.name()));
    IdxPair.Content content = pair.read();
    check(pair.imageFile(), content.images(), images);
    check(pair.labelFile(), content.labels(), labels);
    return content;
  }

  private static void check(Path file, IdxFile content, Part part) {
    if (!content.sha256().equals(part.sha256())) {
      throw new DataException(
          file
              + ": SHA-256 of its content is "
              + content.sha256()
              + ", MNIST's is "
              + part.sha256(),
          Remedy.NAME_DATA_KIND);
    }
  }
}
