package org.glyphnet.data.pictures;

import java.nio.BufferUnderflowException;
import org.glyphnet.Internal;
import org.glyphnet.data.DataException;

/**
 * What a picture file says of itself, read without decoding a pixel. Takes time in proportion to
 * the file's length at most, and no memory.
 *
 * @param format by its first bytes
 * @param width columns as they are stored, at least 1
 * @param height rows as they are stored, at least 1
 * @param orientation how it is to be turned, 1 to 8 as EXIF counts; 1 is upright
 * @param scans passes that the decoder makes over the picture; 1 but for progressive JPEG
 * @param ends whether the mark of its end is there; looked for in JPEG only, whose decoder goes on
 *     without
 */
@Internal
public record PictureHeader(
    PictureFormat format, int width, int height, int orientation, int scans, boolean ends) {
  /** Upright, as nearly all pictures are stored. */
  static final int UPRIGHT = 1;

  private static final int LAST_ORIENTATION = 8;

  /** Orientations from here on lie on their side. */
  private static final int FIRST_ON_ITS_SIDE = 5;

  /** An orientation that is none counts as upright. */
  public PictureHeader {
    orientation = orientation < UPRIGHT || orientation > LAST_ORIENTATION ? UPRIGHT : orientation;
  }

  static PictureHeader of(PictureFormat format, long width, long height, int orientation) {
    return new PictureHeader(format, side(width), side(height), orientation, 1, true);
  }

  /** Columns once it is turned upright. */
  public int uprightWidth() {
    return orientation < FIRST_ON_ITS_SIDE ? width : height;
  }

  /** Rows once it is turned upright. */
  public int uprightHeight() {
    return orientation < FIRST_ON_ITS_SIDE ? height : width;
  }

  /** Pixels that it claims. */
  public long pixels() {
    return (long) width * height;
  }

  /**
   * Reads the header.
   *
   * @param content of the whole file
   * @param name what an error calls it
   * @throws DataException when it is no picture, or its header is damaged or asks for what no sound
   *     picture needs
   */
  public static PictureHeader read(byte[] content, String name) {
    PictureFormat format =
        PictureFormat.of(content).orElseThrow(() -> new DataException(name + ": " + none(content)));
    try {
      return switch (format) {
        case PNG -> PngHeader.read(content);
        case JPEG -> JpegHeader.read(content);
        case GIF -> GifHeader.read(content);
        case BMP -> BmpHeader.read(content);
        case TIFF -> TiffHeader.read(content);
        case WEBP -> WebpHeader.read(content);
      };
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new DataException(name + ": damaged image (it ends within its header)", e);
    } catch (HeaderException e) {
      throw new DataException(name + ": damaged image (" + e.getMessage() + ")", e);
    }
  }

  private static String none(byte[] content) {
    if (content.length == 0) {
      return "an empty file, not an image";
    }
    if (PictureFormat.isHeif(content)) {
      return "a HEIC or AVIF image, which cannot be read; convert it to JPEG or PNG";
    }
    return "not an image that can be read; PNG, JPEG, GIF, BMP, TIFF and WebP can";
  }

  private static int side(long pixels) {
    if (pixels < 1 || pixels > Integer.MAX_VALUE) {
      throw new HeaderException("it claims a side of " + pixels + " pixels");
    }
    return (int) pixels;
  }
}
