package org.glyphnet.data.pictures;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.glyphnet.Internal;

/** The formats of picture files that can be read, told apart by their first bytes. */
@Internal
public enum PictureFormat {
  PNG("PNG", "png"),
  JPEG("JPEG", "jpg jpeg jpe jfif"),
  GIF("GIF", "gif"),
  BMP("BMP", "bmp"),
  TIFF("TIFF", "tif tiff"),
  /** Read by a plug-in of Java's Image I/O. */
  WEBP("WebP", "webp");

  private static final int HEIF_BRANDS_AT = 4;

  private final String title;

  /** Between blanks. */
  private final String endings;

  PictureFormat(String title, String endings) {
    this.title = title;
    this.endings = " " + endings + " ";
  }

  /** As people write it. */
  @Override
  public String toString() {
    return title;
  }

  /** Name by which Java's Image I/O knows it. */
  String imageIoName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The format that a file's name promises; empty when it promises no picture. */
  public static Optional<PictureFormat> promisedBy(String fileName) {
    String ending = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return fileName.indexOf('.') < 0
        ? Optional.empty()
        : Arrays.stream(values())
            .filter(format -> format.endings.contains(" " + ending + " "))
            .findFirst();
  }

  /** The format of a file's content; empty when it is none of these. */
  public static Optional<PictureFormat> of(byte[] content) {
    if (begins(content, 0, "\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    }
    if (begins(content, 0, "\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    }
    if (begins(content, 0, "GIF87a") || begins(content, 0, "GIF89a")) {
      return Optional.of(GIF);
    }
    if (begins(content, 0, "BM")) {
      return Optional.of(BMP);
    }
    if (begins(content, 0, "II*\0") || begins(content, 0, "MM\0*")) {
      return Optional.of(TIFF);
    }
    if (begins(content, 0, "RIFF") && begins(content, 8, "WEBP")) {
      return Optional.of(WEBP);
    }
    return Optional.empty();
  }

  /** Whether it is what iPhones and newer cameras write (HEIC, AVIF), which Java cannot read. */
  static boolean isHeif(byte[] content) {
    return begins(content, HEIF_BRANDS_AT, "ftyp");
  }

  private static boolean begins(byte[] content, int at, String signature) {
    byte[] bytes = signature.getBytes(StandardCharsets.ISO_8859_1);
    return content.length >= at + bytes.length
        && Arrays.equals(content, at, at + bytes.length, bytes, 0, bytes.length);
  }
}
