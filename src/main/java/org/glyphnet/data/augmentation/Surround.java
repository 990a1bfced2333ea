package org.glyphnet.data.augmentation;

import java.util.Arrays;
import org.glyphnet.data.ImageShape;

/**
 * What lies around an image. Where nearly all of its border has one colour, it is ink on paper and
 * the paper goes on; else the nearest pixel of the edge is repeated.
 */
final class Surround {
  /** So far from the median, of 255, a border pixel still is paper: scans and JPEG have noise. */
  private static final int NEAR = 16;

  /** Share of the border that must be paper: strokes may run out of the image. */
  private static final double PAPER = 0.75;

  private final int height;
  private final int width;
  private final int channels;
  private final int[] border;
  private final int[] counts = new int[256];
  private final int[] paper;
  private boolean hasPaper;

  Surround(ImageShape shape) {
    height = shape.height();
    width = shape.width();
    channels = shape.channels();
    border = new int[2 * (height + width)];
    paper = new int[channels];
  }

  /** Looks at an image's border. */
  void look(byte[] image) {
    hasPaper = true;
    for (int c = 0; c < channels && hasPaper; c++) {
      collect(image, c);
      paper[c] = median();
      int near = 0;
      for (int value : border) {
        near += Math.abs(value - paper[c]) <= NEAR ? 1 : 0;
      }
      hasPaper = near >= PAPER * border.length;
    }
  }

  /** By counting: a sort would take longer than moving a small image. */
  private int median() {
    Arrays.fill(counts, 0);
    for (int value : border) {
      counts[value]++;
    }
    int median = 0;
    for (int below = counts[0]; below <= border.length / 2; below += counts[median]) {
      median++;
    }
    return median;
  }

  private void collect(byte[] image, int channel) {
    int at = 0;
    for (int x = 0; x < width; x++) {
      border[at++] = image[x * channels + channel] & 0xff;
      border[at++] = image[((height - 1) * width + x) * channels + channel] & 0xff;
    }
    for (int y = 0; y < height; y++) {
      border[at++] = image[y * width * channels + channel] & 0xff;
      border[at++] = image[(y * width + width - 1) * channels + channel] & 0xff;
    }
  }

  /** The value at a place in or around the image, which is given in [0, 1]. */
  float at(float[] source, int x, int y, int channel) {
    if (x >= 0 && y >= 0 && x < width && y < height) {
      return source[(y * width + x) * channels + channel];
    }
    if (hasPaper) {
      return paper[channel] / 255f;
    }
    int nearX = Math.max(0, Math.min(width - 1, x));
    int nearY = Math.max(0, Math.min(height - 1, y));
    return source[(nearY * width + nearX) * channels + channel];
  }
}
