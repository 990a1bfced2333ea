package org.glyphnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFolderTest {
  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  @TempDir Path folder;

  @Test
  void pixelsAndLabelsAreThoseOfTheFiles() throws IOException {
    byte[] pixels = IdxBytes.noise(5 * 6, 1);
    write(TRAIN_IMAGES, IdxBytes.idx(pixels, 5, 2, 3));
    write(TRAIN_LABELS, IdxBytes.idx(new byte[] {3, 1, 4, 1, (byte) 200}, 5));

    ImageDataset read = IdxFolder.read(folder, line -> {});

    assertThat(read.name()).isEqualTo(folder.getFileName().toString());
    assertThat(read.shape()).isEqualTo(new ImageShape(2, 3, 1));
    assertThat(read.count()).isEqualTo(5);
    assertThat(read.imageBytes(4)).isEqualTo(java.util.Arrays.copyOfRange(pixels, 24, 30));
    assertThat(read.label(0)).isEqualTo(3);
    assertThat(read.label(4)).isEqualTo(200);
    assertThat(read.classNames()).hasSize(201).startsWith("0", "1").endsWith("200");
  }

  @Test
  void aDataSetWithoutTestPartHasNoDivisionOfItsOwn() throws IOException {
    writeTrain(5);

    assertThat(IdxFolder.read(folder, line -> {}).parts()).isEmpty();
  }

  @Test
  void theTestPartFollowsTheTrainingPart() throws IOException {
    writeTrain(5);
    byte[] pixels = IdxBytes.noise(2 * 4, 9);
    write(TEST_IMAGES, IdxBytes.idx(pixels, 2, 2, 2));
    write(TEST_LABELS, IdxBytes.idx(new byte[] {2, 6}, 2));

    ImageDataset read = IdxFolder.read(folder, line -> {});

    assertThat(read.count()).isEqualTo(7);
    assertThat(read.parts().map(OwnParts::train)).hasValue(5);
    assertThat(read.imageBytes(5)).isEqualTo(java.util.Arrays.copyOf(pixels, 4));
    assertThat(read.label(6)).isEqualTo(6);
    assertThat(read.classNames()).hasSize(7);
  }

  @Test
  void everySpellingOfTheNamesGivesTheSameDataSet() throws IOException {
    byte[] images = IdxBytes.idx(IdxBytes.noise(5 * 4, 1), 5, 2, 2);
    byte[] labels = IdxBytes.idx(IdxBytes.labels(5, 3), 5);
    String[] sha256 = new String[4];
    for (int i = 0; i < 4; i++) {
      boolean dots = i % 2 == 1;
      boolean gzip = i / 2 == 1;
      Path spelt = Files.createDirectory(folder.resolve("spelling" + i));
      Files.write(
          spelt.resolve("train-images" + (dots ? "." : "-") + "idx3-ubyte" + (gzip ? ".gz" : "")),
          gzip ? IdxBytes.gzip(images) : images);
      Files.write(
          spelt.resolve("train-labels" + (dots ? "." : "-") + "idx1-ubyte" + (gzip ? "" : ".gz")),
          gzip ? labels : IdxBytes.gzip(labels));
      sha256[i] = IdxFolder.read(spelt, line -> {}).sha256();
    }

    assertThat(sha256).containsOnly(sha256[0]);
  }

  @Test
  void colourImagesAreReadAsIdx4() throws IOException {
    byte[] pixels = IdxBytes.noise(2 * 2 * 2 * 3, 4);
    write("train-images-idx4-ubyte", IdxBytes.idx(pixels, 2, 2, 2, 3));
    write(TRAIN_LABELS, IdxBytes.idx(IdxBytes.labels(2, 2), 2));

    ImageDataset read = IdxFolder.read(folder, line -> {});

    assertThat(read.shape()).isEqualTo(new ImageShape(2, 2, 3));
    assertThat(read.pixel(1, 0, 1, 2)).isEqualTo(pixels[12 + 3 + 2] & 0xff);
  }

  @Test
  void colourImagesUnderTheNameOfGreyOnesAreRefused() throws IOException {
    write(TRAIN_IMAGES, IdxBytes.idx(new byte[24], 2, 2, 2, 3));
    write(TRAIN_LABELS, IdxBytes.idx(new byte[2], 2));

    assertRefused(TRAIN_IMAGES, "begins with 0x00000804, expected 0x00000803");
  }

  @Test
  void oneClassAloneStillLeavesTwoNames() throws IOException {
    write(TRAIN_IMAGES, IdxBytes.idx(new byte[8], 2, 2, 2));
    write(TRAIN_LABELS, IdxBytes.idx(new byte[2], 2));

    assertThat(IdxFolder.read(folder, line -> {}).classNames()).containsExactly("0", "1");
  }

  @Test
  void labelsTxtNamesTheClasses() throws IOException {
    writeTrain(6);
    write("labels.txt", "null\r\neins\nzwölf\n\n".getBytes(StandardCharsets.UTF_8));

    assertThat(IdxFolder.read(folder, line -> {}).classNames())
        .containsExactly("null", "eins", "zwölf");
  }

  @Test
  void aLabelBeyondLabelsTxtIsNamed() throws IOException {
    writeTrain(6);
    write("labels.txt", "zero\none\n".getBytes(StandardCharsets.UTF_8));

    assertRefused("label 2 of image 2 is out of range; with 2 classes it must be 0 to 1");
  }

  @Test
  void anEmptyLabelsTxtIsNamed() throws IOException {
    writeTrain(6);
    write("labels.txt", new byte[] {'\n'});

    assertRefused("labels.txt", "no class name");
  }

  @Test
  void aLabelsTxtWithOneNameTwiceIsRefused() throws IOException {
    writeTrain(6);
    write("labels.txt", "a\nb\na\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertRefused("labels.txt", "the class name 'a' stands twice");
  }

  @Test
  void anEmptyFileIsCalledEmpty() throws IOException {
    writeTrain(6);
    write("train-images-idx3-ubyte", new byte[0]);

    assertRefused("train-images-idx3-ubyte", "empty, expected an IDX file");
  }

  @Test
  void aLabelsTxtThatIsNotUtf8IsNamed() throws IOException {
    writeTrain(6);
    write("labels.txt", new byte[] {'a', '\n', (byte) 0xff, '\n', 'c'});

    assertRefused("labels.txt", "UTF-8");
  }

  @Test
  void aMissingFolderIsNamed() {
    assertThatThrownBy(() -> IdxFolder.read(folder.resolve("none"), line -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(folder.resolve("none") + ": no such folder");
  }

  @Test
  void anEmptyFolderIsToldWhatItLacks() {
    assertRefused(folder.resolve(TRAIN_IMAGES) + ": not found");
  }

  @Test
  void imagesWithoutLabelsAreToldWhatTheyLack() throws IOException {
    write(TRAIN_IMAGES, IdxBytes.idx(new byte[4], 1, 2, 2));

    assertRefused(folder.resolve(TRAIN_LABELS) + ": not found");
  }

  @Test
  void testLabelsWithoutTestImagesAreNotPassedOver() throws IOException {
    writeTrain(5);
    write(TEST_LABELS, IdxBytes.idx(new byte[1], 1));

    assertRefused(folder.resolve(TEST_IMAGES) + ": not found");
  }

  @Test
  void asManyLabelsAsImagesOrItIsSaid() throws IOException {
    write(TRAIN_IMAGES, IdxBytes.idx(new byte[12], 3, 2, 2));
    write(TRAIN_LABELS, IdxBytes.idx(new byte[2], 2));

    assertRefused(TRAIN_IMAGES + ": 3 images but 2 labels in " + TRAIN_LABELS);
  }

  @Test
  void aTestPartOfAnotherSizeIsRefused() throws IOException {
    writeTrain(5);
    write(TEST_IMAGES, IdxBytes.idx(new byte[6], 1, 2, 3));
    write(TEST_LABELS, IdxBytes.idx(new byte[1], 1));

    assertRefused("training images are 2x2x1, test images 2x3x1");
  }

  @Test
  void aRootFolderHasANameToo() throws IOException {
    try (FileSystem zip =
        FileSystems.newFileSystem(folder.resolve("data.zip"), Map.of("create", "true"))) {
      Path root = zip.getPath("/");
      Files.write(root.resolve(TRAIN_IMAGES), IdxBytes.idx(new byte[4], 1, 2, 2));
      Files.write(root.resolve(TRAIN_LABELS), IdxBytes.idx(new byte[1], 1));

      assertThat(IdxFolder.read(root, line -> {}).name()).isNotBlank();
    }
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstName() throws IOException {
    writeTrain(20);
    write("labels.txt", "\ufeffa\r\nb\nc\nd\ne\nf\ng\nh\ni\nj\n".getBytes(StandardCharsets.UTF_8));

    assertThat(IdxFolder.read(folder, line -> {}).classNames()).startsWith("a", "b");
  }

  @Test
  void emnistsLettersAreTurnedAndNumberedFromZero() throws IOException {
    java.util.List<String> told = new java.util.ArrayList<>();
    for (String part : new String[] {"train", "test"}) {
      write(
          "emnist-letters-" + part + "-images-idx3-ubyte.gz",
          IdxBytes.gzip(IdxBytes.idx(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 2, 2, 3)));
      write(
          "emnist-letters-" + part + "-labels-idx1-ubyte.gz",
          IdxBytes.gzip(IdxBytes.idx(new byte[] {2, 1}, 2)));
    }
    write("emnist-letters-mapping.txt", "1 65 97\n2 66 98\n".getBytes(StandardCharsets.UTF_8));

    ImageDataset read = IdxFolder.read(folder, told::add);

    assertThat(read.shape()).isEqualTo(new ImageShape(3, 2, 1));
    assertThat(read.imageBytes(0)).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(read.imageBytes(3)).containsExactly(7, 10, 8, 11, 9, 12);
    assertThat(read.classNames()).containsExactly("A", "B");
    assertThat(new int[] {read.label(0), read.label(1)}).containsExactly(1, 0);
    assertThat(read.parts().map(OwnParts::train)).hasValue(2);
    assertThat(told)
        .containsExactly(
            "EMNIST's images are stored columns first; rows and columns are exchanged",
            "Labels begin with 1; the first class gets number 0");
  }

  @Test
  void severalDataSetsInOneFolderAreToldApart() throws IOException {
    for (String name : new String[] {"emnist-letters-", "emnist-digits-"}) {
      write(name + TRAIN_IMAGES, new byte[0]);
    }

    assertRefused("several data sets (emnist-digits-, emnist-letters-)");
  }

  @Test
  void qmnistsLabelsOfEightNumbersGiveTheFirst() throws IOException {
    write("qmnist-train-images-idx3-ubyte", IdxBytes.idx(new byte[] {1, 2}, 2, 1, 1));
    byte[] rows = new byte[2 * 8 * 4];
    rows[3] = 7;
    rows[7] = 99; // the second number of the first row
    rows[35] = 4;
    byte[] labels = IdxBytes.idx(rows, 2, 8);
    labels[2] = 12; // ints
    write("qmnist-train-labels-idx2-int", labels);

    ImageDataset read = IdxFolder.read(folder, line -> {});

    assertThat(new int[] {read.label(0), read.label(1)}).containsExactly(7, 4);
    assertThat(read.imageBytes(1)).containsExactly(2);
    labels[4 + 4 * 2 + 1] = 1; // 65,543
    write("qmnist-train-labels-idx2-int", labels);
    assertRefused("label 0 is not in 0 to 255");
  }

  @Test
  void filesInFoldersThatAreCalledLikeThemAreFound() throws IOException {
    writeTrain(5);
    for (String name : new String[] {TRAIN_IMAGES, TRAIN_LABELS}) {
      Path file = folder.resolve(name);
      byte[] content = Files.readAllBytes(file);
      Files.delete(file);
      Files.createDirectories(file);
      Files.write(file.resolve(name), content);
    }

    assertThat(IdxFolder.read(folder, line -> {}).count()).isEqualTo(5);
  }

  private void writeTrain(int count) throws IOException {
    write(TRAIN_IMAGES, IdxBytes.idx(IdxBytes.noise(count * 4, 1), count, 2, 2));
    write(TRAIN_LABELS, IdxBytes.idx(IdxBytes.labels(count, 3), count));
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }

  private void assertRefused(String... said) {
    assertThatThrownBy(() -> IdxFolder.read(folder, line -> {}))
        .isInstanceOf(DataException.class)
        .message()
        .contains(said)
        .hasLineCount(1);
  }
}
