package org.glyphnet.data.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.glyphnet.data.DataException;
import org.junit.jupiter.api.Test;

/** Small pictures that cost a decoder much stop in the middle. */
class DecodingDeadlineTest {
  private static final PictureLimits STRANGERS = PictureLimits.forStrangers(16 << 20);

  /** Enough for any step between two looks at the time on a busy machine. */
  private static final Duration SOON = Duration.ofSeconds(2);

  @Test
  void aProgressiveJpegWithAllScansThatItMayHaveStopsBetweenThem() {
    byte[] jpeg = Pictures.jpeg(large(), true);
    byte[] scan = Arrays.copyOfRange(jpeg, lastScan(jpeg), jpeg.length - 2);
    byte[] many = Arrays.copyOf(jpeg, jpeg.length - 2);
    for (int i = PictureHeader.read(jpeg, "picture").scans(); i < STRANGERS.mostScans(); i++) {
      many = Pictures.joined(many, scan);
    }

    assertStops(Pictures.joined(many, new byte[] {(byte) 0xff, (byte) 0xd9}));
  }

  @Test
  void aLargePngStopsBetweenRows() {
    assertStops(Pictures.png(large()));
  }

  @Test
  void aLargeJpegStopsBetweenRows() {
    assertStops(Pictures.jpeg(large(), false));
  }

  @Test
  void textsThatAreLargeOnceDecompressedAreNotLookedAt() {
    byte[] png = Pictures.png(Pictures.blocks(8, 8));
    byte[] text = Pictures.joined(new byte[] {'a', 0, 0}, deflated(64 << 20));
    byte[] withText = Pictures.withChunk(png, "zTXt", text);
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    BufferedImage picture =
        ImageFile.decode(withText, "body", STRANGERS, DecodingDeadline.in(Duration.ofMinutes(1)));

    assertThat(picture.getWidth()).isEqualTo(8);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16 << 20);
  }

  @Test
  void inTimeItIsDecodedToTheSamePixels() {
    for (byte[] content :
        new byte[][] {
          Pictures.png(Pictures.blocks(64, 40)), Pictures.jpeg(Pictures.blocks(64, 40), true)
        }) {
      BufferedImage plain = ImageFile.decode(content, "body", STRANGERS);
      BufferedImage timed =
          ImageFile.decode(content, "body", STRANGERS, DecodingDeadline.in(Duration.ofMinutes(1)));

      assertThat(samples(timed)).isEqualTo(samples(plain));
    }
  }

  private static int[] samples(BufferedImage picture) {
    return picture.getRaster().getPixels(0, 0, 40, 64, (int[]) null);
  }

  private static void assertStops(byte[] content) {
    long start = System.nanoTime();

    assertThatThrownBy(
            () ->
                ImageFile.decode(
                    content, "body", STRANGERS, DecodingDeadline.in(Duration.ofMillis(5))))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "body: decoding it takes longer than the 0.005 seconds that it may; it can be made"
                + " smaller");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
  }

  private static BufferedImage large() {
    return new BufferedImage(4096, 4096, BufferedImage.TYPE_BYTE_GRAY);
  }

  private static byte[] deflated(int zeros) {
    Deflater deflater = new Deflater();
    deflater.setInput(new byte[zeros]);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] part = new byte[8192];
    while (!deflater.finished()) {
      out.write(part, 0, deflater.deflate(part));
    }
    deflater.end();
    return out.toByteArray();
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
