package org.glyphnet.data.pictures;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * A picture's brightness.
 *
 * @param light in [0, 255], row-major
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record GreyPicture(float[] light, int height, int width) {
  /** Larger pictures are shrunk first: more is of no use for finding ink, and takes memory. */
  private static final int LONGEST = 1024;

  static GreyPicture of(BufferedImage picture) {
    OpaqueRows rows = new OpaqueRows(picture);
    double scale = Math.min(1, (double) LONGEST / Math.max(rows.height(), rows.width()));
    int height = Math.max(1, (int) Math.round(rows.height() * scale));
    int width = Math.max(1, (int) Math.round(rows.width() * scale));
    return new GreyPicture(
        Resampler.resample(rows, Window.whole(rows), height, width, 1), height, width);
  }

  /** The median along the edge: a stroke that runs out of the picture does not move it. */
  float paper() {
    float[] edge = new float[2 * (height + width)];
    for (int x = 0; x < width; x++) {
      edge[2 * x] = light[x];
      edge[2 * x + 1] = light[(height - 1) * width + x];
    }
    for (int y = 0; y < height; y++) {
      edge[2 * (width + y)] = light[y * width];
      edge[2 * (width + y) + 1] = light[y * width + width - 1];
    }
    Arrays.sort(edge);
    return edge[edge.length / 2];
  }
}
