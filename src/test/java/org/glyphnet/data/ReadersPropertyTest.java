package org.glyphnet.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Positive;
import net.jqwik.api.constraints.Size;
import org.glyphnet.data.pictures.ImageFile;

/** Whatever bytes a file has, its reader reads them or says what is wrong with them. */
class ReadersPropertyTest {
  /** 5 images of 3x4, as MNIST is published. */
  private static final byte[] IDX = idx();

  private static final int PNG_WIDTH = 16;
  private static final int PNG_HEIGHT = 20;

  @Property
  void anyBytesAreNoIdxFileOrOne(@ForAll @Size(max = 64) byte[] bytes) throws IOException {
    assertReadOrRefused(bytes);
  }

  @Property
  void anyHeaderIsReadOrRefused(@ForAll int a, @ForAll int b, @ForAll int c) throws IOException {
    byte[] bytes = IDX.clone();
    ByteBuffer.wrap(bytes).putInt(4, a).putInt(8, b).putInt(12, c);
    assertReadOrRefused(bytes);
  }

  @Property
  void anIdxFileWithAnyDamageIsReadOrRefused(
      @ForAll @IntRange(max = 75) int at,
      @ForAll byte value,
      @ForAll @IntRange(max = 76) int length)
      throws IOException {
    byte[] bytes = IDX.clone();
    bytes[at] = value;
    assertReadOrRefused(Arrays.copyOf(bytes, length));
  }

  @Property
  void aGzipWithAnyDamageIsReadOrRefused(
      @ForAll @IntRange(max = 1000) int place, @ForAll byte value, @ForAll boolean cut)
      throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(IDX);
    }
    byte[] bytes = packed.toByteArray();
    int at = place % bytes.length;
    bytes[at] = value;
    assertReadOrRefused(cut ? Arrays.copyOf(bytes, at) : bytes);
  }

  /** A header with a right checksum, in front of the pixels of a small picture. */
  @Property(tries = 100)
  void aPictureThatClaimsAnySizeIsReadOrRefused(
      @ForAll @Positive int width, @ForAll @Positive int height) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(4, 3, BufferedImage.TYPE_BYTE_GRAY), "png", png);
    byte[] bytes = png.toByteArray();
    ByteBuffer.wrap(bytes).putInt(PNG_WIDTH, width).putInt(PNG_HEIGHT, height);
    CRC32 crc = new CRC32();
    crc.update(bytes, 12, 17); // "IHDR" and its content
    ByteBuffer.wrap(bytes).putInt(29, (int) crc.getValue());
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    try {
      BufferedImage image = ImageFile.decode(bytes, "picture", Long.MAX_VALUE);
      assertThat((long) image.getWidth() * image.getHeight()).isLessThanOrEqualTo(1 << 20);
    } catch (DataException e) {
      assertThat(e.getMessage()).hasLineCount(1);
    }

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64 << 20);
  }

  private static void assertReadOrRefused(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("property", ".idx");
    try {
      Files.write(file, bytes);
      IdxFile read = IdxFile.read(file, 3);
      assertThat(read.values()).hasSize(read.dimensions().stream().reduce(1, Math::multiplyExact));
    } catch (DataException e) {
      assertThat(e.getMessage()).hasLineCount(1).contains(file.toString());
    } finally {
      Files.delete(file);
    }
  }

  private static byte[] idx() {
    ByteBuffer bytes = ByteBuffer.allocate(16 + 5 * 3 * 4);
    bytes.putInt(0x803).putInt(5).putInt(3).putInt(4);
    return bytes.array();
  }
}
