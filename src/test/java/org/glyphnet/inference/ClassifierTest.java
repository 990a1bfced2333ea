package org.glyphnet.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImagePreparation;
import org.glyphnet.data.ImageShape;
import org.glyphnet.serving.TinyModel;
import org.glyphnet.training.Fixtures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierTest {
  @TempDir static Path folder;
  private static TinyModel model;
  private static Path version;
  private static Path digits;

  @BeforeAll
  static void train() throws IOException {
    model = TinyModel.trained(1);
    version = model.export(folder.resolve("bars"));
    digits = TinyModel.exportDigits(folder.resolve("digits"), 1);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void scoresAreTheTrainingGraphsToTheBit() throws IOException {
    List<float[]> images = images(60);
    try (Classifier classifier = Classifier.load(version, Fixtures.SETTINGS)) {
      List<Classification> found = classifier.classify(images);

      assertThat(found).hasSize(60);
      float[] expected = model.trainingScores(images);
      for (int i = 0; i < 60; i++) {
        assertThat(found.get(i).scores()).isEqualTo(Arrays.copyOfRange(expected, 3 * i, 3 * i + 3));
      }
    }
  }

  @Test
  void aPictureBecomesWhatTheModelsOwnImagesWere() throws IOException {
    Path told = model.export(folder.resolve("told"));
    ImageShape shape = new ImageShape(8, 8, 1);
    Files.writeString(
        told.resolve("assets.extra/images.txt"), ImagePreparation.resize(shape).toText());
    float[] image = TinyModel.image(5);
    BufferedImage twice = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 256; i++) {
      int sample = Math.round(image[i / 32 * 8 + i % 16 / 2] * 255);
      twice.getRaster().setSample(i % 16, i / 16, 0, sample);
    }
    try (Classifier classifier = Classifier.load(told)) {
      assertThat(classifier.preparation()).contains(ImagePreparation.resize(shape));
      assertThat(Classifier.scaled(classifier.samples(twice))).isEqualTo(image);
    }
  }

  @Test
  void aModelThatTellsOfImagesOfAnotherSizeIsRefused() throws IOException {
    Path told = model.export(folder.resolve("told-wrong"));
    Files.writeString(told.resolve("assets.extra/images.txt"), ImagePreparation.mnist().toText());

    assertThatThrownBy(() -> Classifier.load(told))
        .isInstanceOf(DataException.class)
        .hasMessage(told + ": tells of images of 28x28x1, its network takes 8x8x1");
  }

  @Test
  void moreImagesThanOneBatchAreAllAnsweredInOrder() throws IOException {
    List<float[]> images = IntStream.range(0, 600).mapToObj(i -> TinyModel.image(i % 60)).toList();
    try (Classifier classifier = Classifier.load(version)) {
      List<Classification> found = classifier.classify(images);

      assertThat(found).hasSize(600);
      for (int i = 0; i < 600; i++) {
        assertThat(found.get(i).prediction()).isEqualTo(found.get(i % 60).prediction());
      }
    }
  }

  @Test
  void tellsWhatItHasLearned() throws IOException {
    try (Classifier classifier = Classifier.load(version)) {
      long right =
          IntStream.range(0, 60)
              .filter(
                  i ->
                      classifier.classify(TinyModel.image(i)).prediction()
                          == TinyModel.BARS.label(i))
              .count();

      assertThat(right).isGreaterThan(40);
    }
  }

  @Test
  void labelsProbabilitiesAndTopBelongTogether() throws IOException {
    try (Classifier classifier = Classifier.load(version)) {
      Classification found = classifier.classify(TinyModel.image(4));

      assertThat(classifier.labels()).containsExactly("horizontal", "vertical", "diagonal");
      assertThat(found.label()).isEqualTo(classifier.labels().get(found.prediction()));
      double sum = 0;
      for (float probability : found.probabilities()) {
        sum += probability;
      }
      assertThat(sum).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-6));
      List<Classification.Guess> top = found.top(10);
      assertThat(top).hasSize(3);
      assertThat(top.get(0).label()).isEqualTo(found.label());
      assertThat(top.get(0).probability()).isEqualTo(found.probability());
      assertThat(top.get(1).probability()).isGreaterThanOrEqualTo(top.get(2).probability());
      assertThat(found.top(1)).hasSize(1);
    }
  }

  @Test
  void theNewestVersionOfAModelsFolderIsTaken() throws IOException {
    Path copies = folder.resolve("copies");
    try (TinyModel other = TinyModel.trained(2)) {
      model.export(copies);
      other.export(copies);
      try (Classifier classifier = Classifier.load(copies)) {
        assertThat(classifier.classify(TinyModel.image(0)).scores())
            .isEqualTo(other.trainingScores(List.of(TinyModel.image(0))));
      }
    }
  }

  @Test
  void aPictureOfTheNetworksSizeIsTakenAsItIs() throws IOException {
    try (Classifier classifier = Classifier.load(version)) {
      BufferedImage picture = picture(TinyModel.BARS.imageBytes(5), 8);

      assertThat(classifier.pixels(picture, Preparation.NONE)).isEqualTo(TinyModel.image(5));
      assertThat(classifier.classify(png(picture), Preparation.NONE).scores())
          .isEqualTo(classifier.classify(TinyModel.image(5)).scores());
    }
  }

  @Test
  void darkOnLightInColourAndOffCentreIsPreparedLikeMnist() throws IOException {
    try (Classifier classifier = Classifier.load(digits)) {
      BufferedImage photo = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
      BufferedImage plain = new BufferedImage(100, 100, BufferedImage.TYPE_BYTE_GRAY);
      for (int y = 0; y < 200; y++) {
        for (int x = 0; x < 300; x++) {
          photo.setRGB(x, y, x >= 10 && x < 30 && y >= 20 && y < 120 ? 0x102040 : 0xeeddcc);
        }
      }
      for (int y = 0; y < 60; y++) {
        for (int x = 0; x < 12; x++) {
          plain.getRaster().setSample(50 + x, 30 + y, 0, 255);
        }
      }

      float[] seen = classifier.pixels(photo, Preparation.MNIST);

      assertThat(seen).hasSize(28 * 28).isEqualTo(classifier.pixels(plain, Preparation.MNIST));
      assertThat(seen[14 * 28 + 14]).isEqualTo(1f);
      assertThat(seen[0]).isZero();
    }
  }

  @Test
  void whatDoesNotFitIsRefusedWithBothSizes() throws IOException {
    try (Classifier classifier = Classifier.load(version)) {
      BufferedImage large = new BufferedImage(30, 20, BufferedImage.TYPE_BYTE_GRAY);

      assertThatThrownBy(() -> classifier.classify(new float[10]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("an image of 10 values; the network takes 8x8x1 = 64");
      assertThatThrownBy(() -> classifier.classify(large, Preparation.NONE))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("20 x 30 pixels; the network takes 8 x 8");
      assertThatThrownBy(() -> classifier.classify(large, Preparation.MNIST))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("takes 8x8x1");
      assertThatThrownBy(() -> classifier.classify(new byte[] {1, 2, 3}, Preparation.NONE))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("not an image");
    }
  }

  @Test
  void manyThreadsGetTheAnswersThatOneGets() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Classifier classifier = Classifier.load(version, Fixtures.SETTINGS)) {
      List<Future<float[]>> found =
          IntStream.range(0, 400)
              .mapToObj(
                  i -> threads.submit(() -> classifier.classify(TinyModel.image(i % 60)).scores()))
              .toList();

      for (int i = 0; i < 400; i++) {
        assertThat(found.get(i).get())
            .isEqualTo(model.trainingScores(List.of(TinyModel.image(i % 60))));
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aClosedClassifierSaysSo() throws IOException {
    Classifier classifier = Classifier.load(version);
    classifier.close();
    classifier.close();

    assertThatThrownBy(() -> classifier.classify(TinyModel.image(0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void labelsThatDoNotFitTheNetworkAreRefused() throws IOException {
    Path wrong = model.export(folder.resolve("wrong"));
    Files.writeString(wrong.resolve("assets.extra/labels.txt"), "one\ntwo\n");
    Files.delete(wrong.resolve("assets.extra/sha256.txt")); // on purpose

    assertThatThrownBy(() -> Classifier.load(wrong))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2 class names for 3 classes");
  }

  @Test
  void classesWithoutNamesAreNumbered() throws IOException {
    Path bare = model.export(folder.resolve("bare"));
    Files.delete(bare.resolve("assets.extra/labels.txt"));
    Files.delete(bare.resolve("assets.extra/sha256.txt")); // on purpose

    try (Classifier classifier = Classifier.load(bare)) {
      assertThat(classifier.labels()).containsExactly("0", "1", "2");
    }
  }

  private static List<float[]> images(int count) {
    return IntStream.range(0, count).mapToObj(TinyModel::image).toList();
  }

  private static BufferedImage picture(byte[] grey, int side) {
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setDataElements(0, 0, side, side, grey);
    return picture;
  }

  private static byte[] png(BufferedImage picture) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    return bytes.toByteArray();
  }
}
