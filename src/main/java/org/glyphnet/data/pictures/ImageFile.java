package org.glyphnet.data.pictures;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.glyphnet.Internal;
import org.glyphnet.data.DataException;

/**
 * Picture files decoded: upright as their EXIF orientation says, transparency still in them. What
 * they claim is looked at first. Colour profiles are not applied: samples are what is stored, as in
 * TensorFlow's own decoders.
 */
@Internal
public final class ImageFile {
  /** Larger files are refused before they are read. */
  private static final long MOST_BYTES = 256L << 20;

  /**
   * Pixels that a byte of a file can hold: Deflate, in PNG, makes 1,032 bytes of one, and a byte is
   * eight pixels of one bit. The other formats do less.
   */
  private static final long PIXELS_IN_A_BYTE = 8 * 1032;

  /** So many cost nothing, whoever claims them. */
  private static final long FEW_PIXELS = 1L << 20;

  private ImageFile() {}

  /**
   * Reads a file within {@link PictureLimits#OWN_FILES}.
   *
   * @throws DataException when it is no picture, damaged, cut short, or beyond the limits
   */
  public static BufferedImage read(Path file) throws IOException {
    return decode(bytes(file), file.toString(), PictureLimits.OWN_FILES);
  }

  /**
   * The content of a picture file.
   *
   * @throws DataException when it has more than 256 MiB
   */
  public static byte[] bytes(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MOST_BYTES) {
      throw new DataException(
          String.format(
              Locale.ROOT, "%s: %,d bytes; a picture has at most %,d", file, size, MOST_BYTES));
    }
    return Files.readAllBytes(file);
  }

  /**
   * Decodes a picture in memory, in any format.
   *
   * @param name what an error calls it
   * @param mostPixels how many pixels it may have
   * @throws DataException when it is no picture, damaged, cut short, or beyond the limits
   */
  public static BufferedImage decode(byte[] content, String name, long mostPixels) {
    return decode(content, name, PictureLimits.OWN_FILES.withPixels(mostPixels));
  }

  /**
   * Decodes a picture in memory.
   *
   * @param name what an error calls it
   * @throws DataException when it is no picture, damaged, cut short, or beyond the limits
   */
  public static BufferedImage decode(byte[] content, String name, PictureLimits limits) {
    return decode(content, name, limits, DecodingDeadline.NONE);
  }

  /**
   * Decodes a picture in memory, within a time.
   *
   * @param name what an error calls it
   * @throws DataException when it is no picture, damaged, cut short, beyond the limits, or the time
   *     is over
   */
  public static BufferedImage decode(
      byte[] content, String name, PictureLimits limits, DecodingDeadline deadline) {
    PictureHeader header = PictureHeader.read(content, name);
    check(header, content.length, name, limits);
    try (ImageInputStream in = deadline.input(content)) {
      return Upright.of(decode(in, header, name, deadline), header.orientation());
    } catch (IOException e) {
      throw new IllegalStateException("closing memory does not fail", e);
    }
  }

  /**
   * Holds a header against limits, before anything is decoded.
   *
   * @param bytes of the file; claims that so many cannot hold are refused
   * @throws DataException in one line that names the claim and the limit
   */
  public static void check(PictureHeader header, long bytes, String name, PictureLimits limits) {
    if (!limits.formats().contains(header.format())) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: a %s image; only %s are taken",
              name,
              header.format(),
              limits.formats().stream()
                  .sorted()
                  .map(PictureFormat::toString)
                  .collect(Collectors.joining(" and "))));
    }
    long most = Math.min(limits.mostPixels(), Math.max(FEW_PIXELS, bytes * PIXELS_IN_A_BYTE));
    if (header.pixels() > most) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: claims %,d x %,d pixels; at most %,d are read of a file of its size",
              name,
              header.width(),
              header.height(),
              most));
    }
    if (header.scans() > limits.mostScans()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: a progressive JPEG of %,d scans; at most %,d are read",
              name,
              header.scans(),
              limits.mostScans()));
    }
  }

  private static BufferedImage decode(
      ImageInputStream in, PictureHeader header, String name, DecodingDeadline deadline) {
    ImageReader reader = reader(header.format(), name);
    DecoderWarnings warnings = new DecoderWarnings();
    try {
      reader.addIIOReadWarningListener(warnings);
      deadline.guard(reader);
      reader.setInput(in, true, true);
      if ((long) reader.getWidth(0) * reader.getHeight(0) > header.pixels()) {
        throw new HeaderException("its headers do not agree");
      }
      BufferedImage image = reader.read(0);
      deadline.check(name); // a decoder that was stopped returns what it has
      if (warnings.damaged() || (!header.ends() && header.scans() > 1)) {
        throw new HeaderException(
            header.ends() ? "some of its pixels are missing" : "it ends in the middle");
      }
      return image;
    } catch (IOException | RuntimeException e) {
      deadline.check(name);
      // Decoders meet damaged files with all kinds of exceptions.
      String reason = header.ends() ? String.valueOf(e.getMessage()) : "it ends in the middle";
      throw new DataException(
          name + ": damaged image (" + reason.replaceAll("\\s*[\\r\\n]+\\s*", " ") + ")", e);
    } finally {
      reader.dispose();
    }
  }

  /** Java's own decoder where it has one, whatever plug-ins there are: the same bits everywhere. */
  private static ImageReader reader(PictureFormat format, String name) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.imageIoName());
    ImageReader first = null;
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getModule() == ImageIO.class.getModule()) {
        return reader;
      }
      first = first == null ? reader : first;
    }
    if (first == null) {
      throw new DataException(
          name
              + ": a "
              + format
              + " image, which needs the plug-in com.twelvemonkeys.imageio:imageio-"
              + format.imageIoName()
              + " on the class path; add it or convert the image to PNG");
    }
    return first;
  }
}
