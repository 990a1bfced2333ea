package org.glyphnet.data.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.glyphnet.GlyphnetException.Remedy;
import org.glyphnet.data.DataException;
import org.glyphnet.data.IdxBytes;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.OwnParts;
import org.glyphnet.data.RealMnist;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {
  /** Training images of each digit, as the literature counts them. */
  private static final int[] TRAINING_COUNTS = {
    5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949
  };

  @TempDir Path folder;

  @Test
  void theRealOneIsWhatTheLiteratureSays() throws IOException {
    ImageDataset mnist = Mnist.read(RealMnist.folder());

    assertThat(mnist.name()).isEqualTo("mnist");
    assertThat(mnist.count()).isEqualTo(70_000);
    assertThat(mnist.shape()).isEqualTo(new ImageShape(28, 28, 1));
    assertThat(mnist.parts().map(OwnParts::train)).hasValue(60_000);
    assertThat(mnist.classNames())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(mnist.label(0)).isEqualTo(5);
    assertThat(mnist.label(60_000)).isEqualTo(7);
    int[] counts = new int[10];
    for (int i = 0; i < 60_000; i++) {
      counts[mnist.label(i)]++;
    }
    assertThat(counts).isEqualTo(TRAINING_COUNTS);
  }

  @Test
  void imagesOfTheRightFormThatAreNotMnistsFailTheirChecksum() throws IOException {
    writeLookAlike();

    assertThatThrownBy(() -> Mnist.read(folder))
        .isInstanceOf(DataException.class)
        .message()
        .startsWith(folder.resolve(Mnist.TRAIN_IMAGES.name()) + ": SHA-256")
        .contains(Mnist.TRAIN_IMAGES.sha256())
        .hasLineCount(1);
  }

  @Test
  void eachMissingFileIsNamed() throws IOException {
    for (Mnist.Part part : Mnist.PARTS) {
      writeLookAlike();
      Files.delete(folder.resolve(part.name()));

      assertThat(Mnist.isIn(folder)).isFalse();
      if (part.name().startsWith("train-")) {
        assertThatThrownBy(() -> Mnist.read(folder))
            .isInstanceOf(DataException.class)
            .hasMessageStartingWith(folder.resolve(part.name()) + ": not found")
            .hasFieldOrPropertyWithValue("remedy", Remedy.NAME_DATA_FOLDER);
      }
    }
  }

  @Test
  void theTestPartMustBeThere() throws IOException {
    for (Mnist.Part part : new Mnist.Part[] {Mnist.TRAIN_IMAGES, Mnist.TRAIN_LABELS}) {
      Path real = RealMnist.folder().resolve(part.name() + ".gz");
      Files.createSymbolicLink(folder.resolve(part.name() + ".gz"), real.toAbsolutePath());
    }

    assertThatThrownBy(() -> Mnist.read(folder))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(folder.resolve(Mnist.TEST_IMAGES.name()) + ": not found");
  }

  @Test
  void aMissingFolderIsNamed() {
    assertThatThrownBy(() -> Mnist.read(folder.resolve("none")))
        .isInstanceOf(DataException.class)
        .hasMessage(folder.resolve("none") + ": no such folder");
  }

  @Test
  void plainAndGzipFilesMayStandSideBySide() throws IOException {
    writeLookAlike();
    Files.move(
        folder.resolve(Mnist.TEST_IMAGES.name()), folder.resolve(Mnist.TEST_IMAGES.name() + ".gz"));

    assertThat(Mnist.isIn(folder)).isTrue();
  }

  private void writeLookAlike() throws IOException {
    for (Mnist.Part part : Mnist.PARTS) {
      byte[] content =
          part.name().contains("idx3")
              ? IdxBytes.idx(new byte[4], 1, 2, 2)
              : IdxBytes.idx(new byte[1], 1);
      Files.write(folder.resolve(part.name()), content);
    }
  }
}
