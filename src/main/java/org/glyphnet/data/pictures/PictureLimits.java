package org.glyphnet.data.pictures;

import java.util.EnumSet;
import java.util.Set;
import org.glyphnet.Internal;

/**
 * What a picture may be, looked at before a pixel is decoded: small files can claim any size, and
 * can cost a decoder far more than they weigh.
 *
 * @param formats that are read
 * @param mostPixels height times width
 * @param mostScans passes over the picture that a progressive JPEG may ask for; cameras and
 *     programs write about ten
 */
@Internal
public record PictureLimits(Set<PictureFormat> formats, long mostPixels, int mostScans) {
  /** For the user's own files: every format, 64 Mi pixels, 100 scans. */
  public static final PictureLimits OWN_FILES =
      new PictureLimits(EnumSet.allOf(PictureFormat.class), 64L << 20, 100);

  public PictureLimits {
    formats = Set.copyOf(formats);
  }

  /** For what strangers send: PNG and JPEG, of at most so many pixels, 32 scans. */
  public static PictureLimits forStrangers(long mostPixels) {
    return new PictureLimits(EnumSet.of(PictureFormat.PNG, PictureFormat.JPEG), mostPixels, 32);
  }

  PictureLimits withPixels(long pixels) {
    return new PictureLimits(formats, Math.min(mostPixels, pixels), mostScans);
  }
}
