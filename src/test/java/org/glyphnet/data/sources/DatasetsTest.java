package org.glyphnet.data.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.glyphnet.GlyphnetException.Remedy;
import org.glyphnet.data.DataException;
import org.glyphnet.data.IdxBytes;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.RealMnist;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
  private static final URI NOBODY = URI.create("http://127.0.0.1:1/");

  @TempDir Path folder;
  private final List<String> lines = new ArrayList<>();

  @Test
  void withoutMnistAutoDrawsDigitsAndSaysSo() throws IOException {
    Datasets.Loaded loaded =
        datasets(Optional.empty()).load(new DatasetChoice.Auto(), Optional.of(30), 4);

    assertThat(loaded.choice()).isEqualTo(new DatasetChoice.Synthetic());
    assertThat(loaded.dataset().count()).isEqualTo(30);
    assertThat(loaded.notice())
        .isEqualTo(
            "Synthetic digits instead of MNIST: MNIST is not on this machine and none of its"
                + " mirrors answers");
    assertThat(lines).containsExactly(loaded.notice());
  }

  @Test
  void whenMnistIsAskedForNothingElseIsGiven() {
    assertThatThrownBy(
            () ->
                datasets(Optional.empty()).load(new DatasetChoice.RealMnist(), Optional.empty(), 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("none of its mirrors answers")
        .hasFieldOrPropertyWithValue("remedy", Remedy.NAME_DATA_FOLDER_OR_DRAW);
  }

  @Test
  void aFolderThatTheUserNamedIsNeverPassedOver() {
    assertThatThrownBy(
            () ->
                datasets(Optional.of(folder.resolve("none")))
                    .load(new DatasetChoice.Auto(), Optional.empty(), 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("none: no such folder");
  }

  @Test
  void aDamagedCacheIsNamedInTheNotice() throws IOException {
    for (Mnist.Part part : Mnist.PARTS) {
      Files.write(folder.resolve(part.name() + ".gz"), new byte[] {1, 2, 3});
    }

    Datasets.Loaded loaded =
        datasets(Optional.empty()).load(new DatasetChoice.Auto(), Optional.of(20), 1);

    assertThat(loaded.choice()).isEqualTo(new DatasetChoice.Synthetic());
    assertThat(loaded.notice()).contains(Mnist.TRAIN_IMAGES.name());
  }

  @Test
  void mnistInTheCacheIsTakenByAuto() throws IOException {
    Path real = RealMnist.folder();
    Datasets datasets =
        new Datasets(Optional.empty(), real, List.of(NOBODY), Duration.ofMillis(500), notices());

    Datasets.Loaded loaded = datasets.load(new DatasetChoice.Auto(), Optional.of(100), 1);

    assertThat(loaded.choice()).isEqualTo(new DatasetChoice.RealMnist());
    assertThat(loaded.notice()).isEmpty();
    assertThat(loaded.dataset().count()).isEqualTo(100);
    assertThat(loaded.dataset().label(0)).isEqualTo(5);
    assertThat(lines).isEmpty();
  }

  @Test
  void theFirstImagesOfAFolderOfIdxFilesAreTaken() throws IOException {
    Files.write(
        folder.resolve("train-images-idx3-ubyte"), IdxBytes.idx(IdxBytes.noise(40, 1), 10, 2, 2));
    Files.write(
        folder.resolve("train-labels-idx1-ubyte"), IdxBytes.idx(IdxBytes.labels(10, 2), 10));

    Datasets.Loaded loaded =
        datasets(Optional.empty()).load(new DatasetChoice.Idx(folder), Optional.of(4), 1);

    assertThat(loaded.dataset().count()).isEqualTo(4);
    assertThat(loaded.dataset().shape()).isEqualTo(new ImageShape(2, 2, 1));
  }

  @Test
  void whereTheFirstImagesLackClassesSoManyAreDrawnFromAll() throws IOException {
    // Sorted by class: the first four are all of class 0.
    byte[] labels = {0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2};
    Files.write(
        folder.resolve("train-images-idx3-ubyte"), IdxBytes.idx(IdxBytes.noise(48, 1), 12, 2, 2));
    Files.write(folder.resolve("train-labels-idx1-ubyte"), IdxBytes.idx(labels, 12));

    ImageDataset drawn =
        datasets(Optional.empty()).load(new DatasetChoice.Idx(folder), Optional.of(4), 1).dataset();

    assertThat(java.util.stream.IntStream.range(0, 4).map(drawn::label))
        .containsExactly(0, 0, 1, 2);
  }

  private Datasets datasets(Optional<Path> dataDir) {
    return new Datasets(dataDir, folder, List.of(NOBODY), Duration.ofMillis(500), notices());
  }

  private Datasets.Notices notices() {
    return new Datasets.Notices() {
      @Override
      public void line(String text) {
        lines.add(text);
      }

      @Override
      public void progress(String file, long bytes, long total) {
        throw new AssertionError("nothing can be downloaded here");
      }
    };
  }
}
