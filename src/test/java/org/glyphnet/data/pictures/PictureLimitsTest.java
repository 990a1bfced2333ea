package org.glyphnet.data.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.glyphnet.data.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What small files claim is looked at before a pixel is decoded. */
class PictureLimitsTest {
  private static final PictureLimits STRANGERS = PictureLimits.forStrangers(10_000);

  @ParameterizedTest
  @CsvSource({"png, PNG", "jpeg, JPEG", "gif, GIF", "bmp, BMP", "tiff, TIFF"})
  void theHeaderSaysFormatAndSize(String writer, PictureFormat format) {
    byte[] content = Pictures.encoded(Pictures.blocks(24, 40), writer);

    PictureHeader header = PictureHeader.read(content, "picture");

    assertThat(header).isEqualTo(new PictureHeader(format, 40, 24, 1, 1, true));
  }

  @ParameterizedTest
  @CsvSource({
    "524946460000000057454250565038580a00000000000000ff03003f0000, 1024, 64",
    "52494646000000005745425056503820000000000000009d012a200010000000, 32, 16",
    "5249464600000000574542505650384c000000002fe7c31300000000, 1000, 80"
  })
  void aWebpsHeaderSaysItsSizeInAllThreeForms(String hex, int width, int height) {
    PictureHeader header = PictureHeader.read(java.util.HexFormat.of().parseHex(hex), "picture");

    assertThat(header).isEqualTo(new PictureHeader(PictureFormat.WEBP, width, height, 1, 1, true));
  }

  @Test
  void anUprightPictureHasItsSidesSwappedWhenItIsTurned() {
    byte[] jpeg = Pictures.withOrientation(Pictures.jpeg(Pictures.blocks(24, 40), false), 6, true);

    PictureHeader header = PictureHeader.read(jpeg, "picture");

    assertThat(header.uprightWidth()).isEqualTo(24);
    assertThat(header.uprightHeight()).isEqualTo(40);
  }

  @Test
  void strangersSendPngAndJpegOnly() {
    for (String format : new String[] {"gif", "bmp", "tiff"}) {
      byte[] content = Pictures.encoded(Pictures.blocks(8, 8), format);

      assertThatThrownBy(() -> ImageFile.decode(content, "body", STRANGERS))
          .hasMessage(
              "body: a "
                  + format.toUpperCase(java.util.Locale.ROOT)
                  + " image; only PNG and JPEG are taken");
    }
    assertThat(ImageFile.decode(Pictures.png(Pictures.blocks(8, 8)), "body", STRANGERS).getWidth())
        .isEqualTo(8);
  }

  @Test
  void morePixelsThanAllowedAreRefusedWithBothNumbers() {
    byte[] png = Pictures.png(new BufferedImage(200, 100, BufferedImage.TYPE_BYTE_GRAY));

    assertThatThrownBy(() -> ImageFile.decode(png, "body", STRANGERS))
        .hasMessage("body: claims 200 x 100 pixels; at most 10,000 are read of a file of its size");
  }

  @Test
  void aProgressiveJpegOfVeryManyScansIsRefused() {
    byte[] jpeg = Pictures.jpeg(Pictures.blocks(32, 32), true);
    int scans = PictureHeader.read(jpeg, "picture").scans();
    assertThat(scans).isBetween(2, 12);
    // The last scan again and again, as libjpeg allows.
    int last = lastScan(jpeg);
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    many.write(jpeg, 0, jpeg.length - 2);
    for (int i = 0; i < 1000; i++) {
      many.write(jpeg, last, jpeg.length - 2 - last);
    }

    assertThatThrownBy(() -> ImageFile.decode(many.toByteArray(), "body", STRANGERS))
        .hasMessage(
            "body: a progressive JPEG of "
                + String.format(java.util.Locale.ROOT, "%,d", scans + 1000)
                + " scans; at most 32 are read");
  }

  @Test
  void aGifWithMegabytesOfCommentsIsRefusedAtOnce() {
    byte[] gif = Pictures.encoded(Pictures.blocks(8, 8), "gif");
    int behindPalette = 13 + 3 * (2 << (gif[10] & 7));
    byte[] comment = new byte[2 + 17_000 * 256 + 1];
    comment[0] = 0x21;
    comment[1] = (byte) 0xfe;
    for (int i = 2; i < comment.length - 1; i += 256) {
      comment[i] = (byte) 255;
    }
    byte[] flood =
        Pictures.joined(
            Arrays.copyOf(gif, behindPalette),
            comment,
            Arrays.copyOfRange(gif, behindPalette, gif.length));

    assertThatThrownBy(() -> ImageFile.decode(flood, "a.gif", 1 << 20))
        .hasMessage("a.gif: damaged image (more than 262144 bytes of comments before the picture)");
  }

  @Test
  void aBmpWhosePixelsCannotBeInItsBytesIsRefused() {
    byte[] bmp = Pictures.encoded(Pictures.blocks(8, 8), "bmp");
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 900).putInt(22, -900);

    assertThatThrownBy(() -> ImageFile.decode(bmp, "a.bmp", 1 << 20))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("bytes cannot hold 900 x 900 pixels");
  }

  @ParameterizedTest
  @CsvSource({"4", "5", "77"})
  void aBmpThatWrapsAnotherFormatIsRefused(int compression) {
    byte[] bmp = Pictures.encoded(Pictures.blocks(8, 8), "bmp");
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(30, compression);

    assertThatThrownBy(() -> ImageFile.decode(bmp, "a.bmp", 1 << 20))
        .hasMessage("a.bmp: damaged image (a BMP that wraps another format)");
  }

  @Test
  void aTiffThatClaimsMoreThanItHoldsIsRefused() {
    // One tag: 2^31 - 1 strip offsets.
    byte[] tiff =
        Pictures.joined(
            new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1},
            new byte[] {1, 0x11, 0, 4, 0x7f, -1, -1, -1, 0, 0, 0, 8},
            new byte[4]);

    assertThatThrownBy(() -> ImageFile.decode(tiff, "a.tif", 1 << 20))
        .hasMessageContaining("a tag that claims 2,147,483,647 values in 26 bytes");
  }

  @Test
  void anyDamageOfASmallPictureCostsLittleMemoryAndIsToldInOneLine() {
    java.util.Random random = new java.util.Random(5);
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    int refused = 0;
    for (String format : new String[] {"png", "jpeg", "gif", "bmp", "tiff"}) {
      byte[] whole = Pictures.encoded(Pictures.blocks(24, 24), format);
      for (int i = 0; i < 400; i++) {
        byte[] damaged = whole.clone();
        // Header fields set to extremes, four bytes at a time.
        ByteBuffer.wrap(damaged)
            .putInt(
                random.nextInt(Math.min(damaged.length, 120) - 4),
                new int[] {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, random.nextInt()}[i % 5]);
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
          ImageFile.decode(damaged, "picture", 1 << 20);
        } catch (DataException e) {
          refused++;
          assertThat(e.getMessage()).hasLineCount(1).startsWith("picture: ");
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64L << 20);
      }
    }

    assertThat(refused).isGreaterThan(500);
  }

  private static int lastScan(byte[] jpeg) {
    int last = 0;
    for (int i = 0; i < jpeg.length - 1; i++) {
      if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xda) {
        last = i;
      }
    }
    return last;
  }
}
