package org.glyphnet.data.pictures;

/**
 * Brings a part of a picture to a size: areas are averaged when shrinking, values interpolated
 * linearly when enlarging, each axis by itself. Works on the stored values, without undoing gamma.
 * A part that has the size already keeps its values exactly.
 */
final class Resampler {
  private final OpaqueRows picture;
  private final AxisWeights rows;
  private final AxisWeights columns;
  private final int channels;

  private Resampler(OpaqueRows picture, Window window, int height, int width, int channels) {
    this.picture = picture;
    this.rows = new AxisWeights(picture.height(), window.top(), window.height(), height);
    this.columns = new AxisWeights(picture.width(), window.left(), window.width(), width);
    this.channels = channels;
  }

  /**
   * Resamples.
   *
   * @param channels 1 for grey, 3 for red, green and blue
   * @return values in [0, 255], {@code [height, width, channels]}
   */
  static float[] resample(OpaqueRows picture, Window window, int height, int width, int channels) {
    return new Resampler(picture, window, height, width, channels).run();
  }

  /** Each source row is read once and added to the target rows that it belongs to. */
  private float[] run() {
    int line = columns.count() * channels;
    float[] target = new float[rows.count() * line];
    float[] narrow = new float[line];
    int first = 0;
    for (int y = rows.start(0); y < rows.end(rows.count() - 1); y++) {
      narrow(picture.row(y), narrow);
      while (rows.end(first) <= y) {
        first++;
      }
      for (int row = first; row < rows.count() && rows.start(row) <= y; row++) {
        if (y < rows.end(row)) {
          float weight = rows.weights(row)[y - rows.start(row)];
          for (int i = 0; i < line; i++) {
            target[row * line + i] += weight * narrow[i];
          }
        }
      }
    }
    return target;
  }

  private void narrow(int[] source, float[] narrow) {
    for (int x = 0; x < columns.count(); x++) {
      float[] weights = columns.weights(x);
      int start = columns.start(x);
      if (channels == 1) {
        float grey = 0;
        for (int k = 0; k < weights.length; k++) {
          grey += weights[k] * OpaqueRows.luma(source[start + k]);
        }
        narrow[x] = grey;
        continue;
      }
      float red = 0;
      float green = 0;
      float blue = 0;
      for (int k = 0; k < weights.length; k++) {
        int rgb = source[start + k];
        red += weights[k] * (rgb >> 16 & 0xff);
        green += weights[k] * (rgb >> 8 & 0xff);
        blue += weights[k] * (rgb & 0xff);
      }
      narrow[3 * x] = red;
      narrow[3 * x + 1] = green;
      narrow[3 * x + 2] = blue;
    }
  }
}
