package org.glyphnet.data.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.glyphnet.data.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {
  private static final long MOST = 1 << 20;

  /**
   * Stored is "1 2 3 / 4 5 6" in blocks of 8 x 8; each line is what EXIF says that a viewer shows.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 123456, 3", "2, 321654, 3", "3, 654321, 3", "4, 456123, 3",
    "5, 142536, 2", "6, 415263, 2", "7, 635241, 2", "8, 362514, 2",
    "0, 123456, 3", "9, 123456, 3"
  })
  void aJpegIsTurnedAsItsExifOrientationSays(int orientation, String shown, int columns) {
    byte[] stored = Pictures.jpeg(numbered(), false);
    for (boolean littleEndian : new boolean[] {true, false}) {
      BufferedImage image =
          ImageFile.decode(
              Pictures.withOrientation(stored, orientation, littleEndian), "picture", MOST);

      assertThat(read(image, columns)).isEqualTo(shown);
    }
  }

  @Test
  void aPngsExifOrientationCountsToo() {
    byte[] png = Pictures.withChunk(Pictures.png(numbered()), "eXIf", Pictures.tiff(6, false));

    assertThat(read(ImageFile.decode(png, "picture", MOST), 2)).isEqualTo("415263");
  }

  @Test
  void damagedExifLeavesThePictureAsItIsStored() {
    byte[] jpeg = Pictures.withOrientation(Pictures.jpeg(numbered(), false), 6, true);
    jpeg[16] = 77; // where the directory should be

    assertThat(read(ImageFile.decode(jpeg, "picture", MOST), 3)).isEqualTo("123456");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aJpegThatEndsInTheMiddleIsRefusedWhereverItIsCut(boolean progressive) {
    byte[] whole = Pictures.jpeg(Pictures.blocks(64, 64), progressive);
    assertThat(ImageFile.decode(whole, "whole", MOST).getWidth()).isEqualTo(64);
    for (int percent = 1; percent < 97; percent += 5) {
      byte[] cut = Arrays.copyOf(whole, whole.length * percent / 100);

      assertThatThrownBy(() -> ImageFile.decode(cut, "cut.jpg", MOST))
          .as("cut at %d%%", percent)
          .isInstanceOf(DataException.class)
          .message()
          .startsWith("cut.jpg: ")
          .hasLineCount(1);
    }
  }

  @Test
  void aHalfJpegsErrorSaysThatItEndsInTheMiddle() {
    byte[] whole = Pictures.jpeg(Pictures.blocks(64, 64), false);

    assertThatThrownBy(
            () -> ImageFile.decode(Arrays.copyOf(whole, whole.length * 3 / 4), "a.jpg", MOST))
        .hasMessage("a.jpg: damaged image (it ends in the middle)");
  }

  @Test
  void aJpegWhosePixelsAreAllThereIsReadWithoutItsEndMarkAndWithBytesBehindIt() {
    byte[] whole = Pictures.jpeg(Pictures.blocks(16, 16), false);

    assertThat(ImageFile.decode(Arrays.copyOf(whole, whole.length - 2), "a", MOST).getWidth())
        .isEqualTo(16);
    assertThat(ImageFile.decode(Arrays.copyOf(whole, whole.length + 9), "a", MOST).getWidth())
        .isEqualTo(16);
  }

  @Test
  void aPaletteAndOneBitAndSixteenBitsAndRgbGiveTheSameSamples() {
    BufferedImage palette =
        new BufferedImage(
            2,
            1,
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(8, 2, new byte[] {-1, 0}, new byte[] {-1, 0}, new byte[] {-1, 0}));
    palette.getRaster().setPixels(0, 0, 2, 1, new int[] {1, 0});
    BufferedImage bit = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    bit.getRaster().setPixels(0, 0, 2, 1, new int[] {0, 1});
    BufferedImage sixteen = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    sixteen.getRaster().setPixels(0, 0, 2, 1, new int[] {0, 65535});
    BufferedImage rgb = new BufferedImage(2, 1, BufferedImage.TYPE_3BYTE_BGR);
    rgb.setRGB(1, 0, 0xffffff);
    for (BufferedImage image : new BufferedImage[] {palette, bit, sixteen, rgb}) {
      BufferedImage read = ImageFile.decode(Pictures.png(image), "picture", MOST);

      assertThat(new OpaqueRows(read).row(0)).containsExactly(0, 0xffffff);
    }
  }

  @Test
  void sixteenBitsAreRoundedToEight() {
    BufferedImage sixteen = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    sixteen.getRaster().setPixels(0, 0, 2, 1, new int[] {128 * 257, 128 * 257 + 129});

    assertThat(new OpaqueRows(ImageFile.decode(Pictures.png(sixteen), "picture", MOST)).row(0))
        .containsExactly(0x808080, 0x818181);
  }

  @Test
  void cmykIsWhatLightItsInksLeave() {
    WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 8, 4, null);
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 16; x++) {
        // Full cyan; then half black; inverted, as Adobe's programs store it.
        inks.setPixel(x, y, x < 8 ? new int[] {0, 255, 255, 255} : new int[] {255, 255, 255, 127});
      }
    }
    int[] row =
        new OpaqueRows(ImageFile.decode(Pictures.cmykJpeg(inks), "picture", MOST)).row(4).clone();

    assertThat(row[4] >> 16 & 0xff).isCloseTo(0, within(3));
    assertThat(row[4] & 0xff).isCloseTo(255, within(3));
    assertThat(row[12] >> 16 & 0xff).isCloseTo(127, within(3));
    assertThat(row[12] & 0xff).isCloseTo(127, within(3));
  }

  @Test
  void aTiffIsReadAndTurned() {
    byte[] tiff = Pictures.encoded(numbered(), "tiff");

    assertThat(read(ImageFile.decode(tiff, "picture", MOST), 3)).isEqualTo("123456");
  }

  @Test
  void whatIsNoPictureIsToldApart() {
    assertThatThrownBy(() -> ImageFile.decode(new byte[0], "a.jpg", MOST))
        .hasMessage("a.jpg: an empty file, not an image");
    assertThatThrownBy(
            () ->
                ImageFile.decode(
                    "\0\0\0\030ftypheic".getBytes(StandardCharsets.ISO_8859_1), "a.heic", MOST))
        .hasMessage(
            "a.heic: a HEIC or AVIF image, which cannot be read; convert it to JPEG or PNG");
  }

  @Test
  void aFileTooLargeForAnyPictureIsNotRead(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("large.bmp");
    try (var out =
        Files.newByteChannel(
            file,
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.WRITE)) {
      out.position(257L << 20);
      out.write(java.nio.ByteBuffer.allocate(1)); // sparse
    }

    assertThatThrownBy(() -> ImageFile.read(file))
        .hasMessage(file + ": 269,484,033 bytes; a picture has at most 268,435,456");
  }

  /** "1 2 3 / 4 5 6", a block each. */
  private static BufferedImage numbered() {
    BufferedImage image = new BufferedImage(24, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 24; x++) {
        image.getRaster().setSample(x, y, 0, 40 * (y / 8 * 3 + x / 8 + 1));
      }
    }
    return image;
  }

  private static String read(BufferedImage image, int columns) {
    assertThat(image.getWidth()).isEqualTo(8 * columns);
    OpaqueRows rows = new OpaqueRows(image);
    StringBuilder shown = new StringBuilder();
    for (int y = 4; y < image.getHeight(); y += 8) {
      int[] row = rows.row(y);
      for (int x = 4; x < row.length; x += 8) {
        shown.append(Math.round((row[x] & 0xff) / 40.0));
      }
    }
    return shown.toString();
  }
}
