package org.glyphnet.data.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.glyphnet.data.DataException;
import org.glyphnet.data.IdxBytes;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImageShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  @TempDir Path folder;

  @Test
  void subFoldersAreTheClassesAndFilesComeInOrderOfName() throws IOException {
    grey("owl/b.png", 2, 3, 20);
    grey("owl/a.png", 2, 3, 10);
    grey("cat/z.png", 2, 3, 30);

    ImageDataset dataset = read(folder);

    assertThat(dataset.classNames()).containsExactly("cat", "owl");
    assertThat(dataset.shape()).isEqualTo(new ImageShape(3, 2, 1));
    assertThat(new int[] {dataset.label(0), dataset.label(1), dataset.label(2)})
        .containsExactly(0, 1, 1);
    assertThat(firstByte(dataset, 0)).isEqualTo(30);
    assertThat(firstByte(dataset, 1)).isEqualTo(10);
    assertThat(firstByte(dataset, 2)).isEqualTo(20);
  }

  @Test
  void greySamplesKeepTheirValuesWhateverTheFilesColourSpace() throws IOException {
    for (int value : new int[] {0, 1, 100, 128, 200, 255}) {
      grey("a/" + value + ".png", 1, 1, value);
      rgb("b/" + value + ".png", value, value, value);
    }

    ImageDataset dataset = read(folder);

    assertThat(dataset.shape().channels()).isEqualTo(1);
    // In order of name: 0, 1, 100, 128, 200, 255 in each folder.
    int[] values = new int[12];
    for (int i = 0; i < 12; i++) {
      values[i] = firstByte(dataset, i);
    }
    assertThat(values).containsExactly(0, 1, 100, 128, 200, 255, 0, 1, 100, 128, 200, 255);
  }

  @Test
  void oneImageInColourMakesAllOfThemRedGreenBlue() throws IOException {
    grey("a/1.png", 1, 1, 9);
    rgb("b/1.png", 1, 2, 3);

    ImageDataset dataset = read(folder);

    assertThat(dataset.shape()).isEqualTo(new ImageShape(1, 1, 3));
    float[] pixels = new float[3];
    dataset.copyScaled(1, pixels, 0);
    assertThat(pixels).containsExactly(1 / 255f, 2 / 255f, 3 / 255f);
    dataset.copyScaled(0, pixels, 0);
    assertThat(pixels).containsExactly(9 / 255f, 9 / 255f, 9 / 255f);
  }

  @Test
  void hiddenAndOtherFilesAreLeftOut() throws IOException {
    grey("a/1.png", 1, 1, 9);
    grey("b/1.PNG", 1, 1, 9);
    Files.writeString(folder.resolve("a/.DS_Store"), "x");
    Files.writeString(folder.resolve("a/notes.txt"), "x");
    Files.createDirectories(folder.resolve(".git"));

    assertThat(read(folder).count()).isEqualTo(2);
    assertThat(read(folder).classNames()).containsExactly("a", "b");
  }

  @Test
  void imagesOfSeveralSizesBecomeTheMedianSizeAndThatIsTold() throws IOException {
    grey("a/1.png", 2, 3, 9);
    grey("a/2.png", 4, 3, 9);
    grey("b/1.png", 40, 30, 77);

    ImageDataset dataset = read(folder);

    assertThat(dataset.shape()).isEqualTo(new ImageShape(3, 4, 1));
    assertThat(firstByte(dataset, 2)).isEqualTo(77);
    assertThat(told).contains("2 of 3 images have another size than 3x4 and are resized (crop)");
  }

  @Test
  void aFolderWithoutTwoClassesOrWithoutImagesIsRefused() throws IOException {
    assertThatThrownBy(() -> read(folder.resolve("none")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no such folder");
    Files.createDirectories(folder.resolve("a"));
    assertThatThrownBy(() -> read(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no PNG, JPEG, GIF, BMP, TIFF or WebP file");
    grey("a/1.png", 1, 1, 9);
    assertThatThrownBy(() -> read(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("images of 1 class; it takes two classes at least");
    grey("1.png", 1, 1, 9);
    Files.delete(folder.resolve("a/1.png"));
    Files.delete(folder.resolve("a"));
    assertThatThrownBy(() -> read(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("its images lie in no sub-folders");
  }

  @Test
  void aTextCalledPngIsRefused() throws IOException {
    grey("a/1.png", 2, 3, 9);
    Path text = Files.createDirectories(folder.resolve("b")).resolve("1.png");
    Files.writeString(text, "not an image");

    assertThatThrownBy(() -> read(folder))
        .isInstanceOf(DataException.class)
        .hasMessage(
            text
                + ": not an image that can be read; PNG, JPEG, GIF, BMP, TIFF and WebP can"
                + "; 1 of 2 images cannot be read");
  }

  @Test
  void anImageThatClaimsMorePixelsThanAFileCanHoldIsNotDecoded() throws IOException {
    grey("a/1.png", 2, 3, 9);
    Path file = grey("b/1.png", 2, 3, 9);
    byte[] png = Files.readAllBytes(file);
    // Width and height: eight bytes after the 8 of the PNG signature, 4 of length, 4 of "IHDR".
    Arrays.fill(png, 17, 20, (byte) 0xff);
    Arrays.fill(png, 21, 24, (byte) 0xff);
    Files.write(file, png);

    assertThatThrownBy(() -> read(folder))
        .isInstanceOf(DataException.class)
        .message()
        .startsWith(file.toString())
        .hasLineCount(1);
  }

  @Test
  void whateverIsDamagedItIsReadOrRefusedInOneLine() throws IOException {
    grey("a/1.png", 8, 8, 9);
    Path file = grey("b/1.png", 8, 8, 77);
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      Files.write(file, IdxBytes.mutated(whole, random));
      try {
        read(folder);
      } catch (DataException e) {
        refused++;
        assertThat(e.getMessage()).hasLineCount(1).contains(folder.toString());
      }
    }

    assertThat(refused).isGreaterThan(100);
  }

  private final List<String> told = new ArrayList<>();

  private ImageDataset read(Path place) throws IOException {
    return ImageFolder.read(place, FolderSettings.usual(folder.resolve("cache")), told::add);
  }

  private static int firstByte(ImageDataset dataset, int image) {
    float[] pixels = new float[dataset.shape().size()];
    dataset.copyScaled(image, pixels, 0);
    return Math.round(pixels[0] * 255);
  }

  private Path grey(String name, int width, int height, int value) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.getRaster().setSample(x, y, 0, value);
      }
    }
    return write(name, image);
  }

  private void rgb(String name, int red, int green, int blue) throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, red << 16 | green << 8 | blue);
    write(name, image);
  }

  private Path write(String name, BufferedImage image) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
