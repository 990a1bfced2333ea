package org.glyphnet.data.pictures;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Picture files made by code. */
public final class Pictures {
  private static final int PNG_HEADER_END = 33;

  private Pictures() {}

  /** Grey, each sample given, row-major. */
  public static BufferedImage grey(int height, int width, int... samples) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, width, height, samples);
    return image;
  }

  /** Each pixel as alpha, red, green and blue. */
  public static BufferedImage argb(int height, int width, int... pixels) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, width, height, pixels, 0, width);
    return image;
  }

  /** Brighter to the right and, less so, downwards; 8 x 8 blocks are even, so JPEG keeps them. */
  public static BufferedImage blocks(int height, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.getRaster().setSample(x, y, 0, Math.min(255, x / 8 * 40 + y / 8 * 10));
      }
    }
    return image;
  }

  public static byte[] encoded(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalArgumentException("no writer of " + format + " for this picture");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public static byte[] png(BufferedImage image) {
    return encoded(image, "png");
  }

  public static byte[] jpeg(BufferedImage image, boolean progressive) {
    return jpeg(new IIOImage(image, null, null), progressive);
  }

  /** Four bands of inks: cyan, magenta, yellow and black. */
  public static byte[] cmykJpeg(Raster inks) {
    return jpeg(new IIOImage(inks, null, null), false);
  }

  private static byte[] jpeg(IIOImage image, boolean progressive) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(1);
      how.setProgressiveMode(
          progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
      writer.setOutput(out);
      writer.write(null, image, how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** The JPEG with an EXIF segment that says an orientation. */
  public static byte[] withOrientation(byte[] jpeg, int orientation, boolean littleEndian) {
    return joined(
        Arrays.copyOf(jpeg, 2),
        new byte[] {(byte) 0xff, (byte) 0xe1, 0, 34},
        new byte[] {'E', 'x', 'i', 'f', 0, 0},
        tiff(orientation, littleEndian),
        Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }

  /** A TIFF without pixels, as EXIF is one, of 26 bytes. */
  public static byte[] tiff(int orientation, boolean littleEndian) {
    byte low = (byte) orientation;
    return littleEndian
        ? joined(
            new byte[] {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0},
            new byte[] {0x12, 1, 3, 0, 1, 0, 0, 0, low, 0, 0, 0},
            new byte[4])
        : joined(
            new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1},
            new byte[] {1, 0x12, 0, 3, 0, 0, 0, 1, 0, low, 0, 0},
            new byte[4]);
  }

  /** The PNG with another chunk behind its header. */
  public static byte[] withChunk(byte[] png, String type, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(png, 0, PNG_HEADER_END);
      byte[] named = joined(type.getBytes(java.nio.charset.StandardCharsets.US_ASCII), content);
      CRC32 crc = new CRC32();
      crc.update(named);
      out.writeInt(content.length);
      out.write(named);
      out.writeInt((int) crc.getValue());
      out.write(png, PNG_HEADER_END, png.length - PNG_HEADER_END);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }
}
