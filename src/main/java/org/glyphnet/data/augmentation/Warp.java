package org.glyphnet.data.augmentation;

import org.glyphnet.data.ImageShape;
import org.glyphnet.data.SplitMix64;
import org.glyphnet.data.augmentation.Augmentation.Change;

/**
 * Moves an image's pixels: one affine map and one smooth bend, resampled once, bilinearly.
 *
 * <p>What comes in from outside the image is its border's colour where that is one colour (ink on
 * paper), else the nearest pixel of the edge (photographs).
 */
final class Warp {
  private final Augmentation augmentation;
  private final int height;
  private final int width;
  private final int channels;
  private final Surround surround;
  private final Bend bend;
  private final float[] source;
  private final boolean bends;

  // The inverse map: a target pixel (x, y) shows the source at (xx x + xy y + x0, yx x + yy y +
  // y0).
  private float xx;
  private float xy;
  private float x0;
  private float yx;
  private float yy;
  private float y0;

  Warp(Augmentation augmentation, ImageShape shape) {
    this.augmentation = augmentation;
    this.height = shape.height();
    this.width = shape.width();
    this.channels = shape.channels();
    this.surround = new Surround(shape);
    this.bend = new Bend(height, width);
    this.source = new float[shape.size()];
    this.bends = augmentation.of(Change.ELASTIC) > 0;
  }

  /** Writes the moved image, values in [0, 1], from {@code offset} on. */
  void apply(byte[] image, SplitMix64 random, float[] target, int offset) {
    for (int i = 0; i < source.length; i++) {
      source[i] = (image[i] & 0xff) / 255f;
    }
    draw(random);
    if (!bends && isIdentity()) {
      System.arraycopy(source, 0, target, offset, source.length);
      return;
    }
    surround.look(image);
    int at = offset;
    for (int y = 0; y < height; y++) {
      if (bends) {
        bend.row(y);
      }
      for (int x = 0; x < width; x++) {
        float sourceX = xx * x + xy * y + x0;
        float sourceY = yx * x + yy * y + y0;
        if (bends) {
          sourceX += bend.alongX(x);
          sourceY += bend.alongY(x);
        }
        sample(sourceX, sourceY, target, at);
        at += channels;
      }
    }
  }

  /** Draws every amount, always in the same order. */
  private void draw(SplitMix64 random) {
    double shift = augmentation.of(Change.SHIFT);
    double moveX = random.uniform(-shift, shift);
    double moveY = random.uniform(-shift, shift);
    double degrees = augmentation.of(Change.ROTATE);
    double angle = random.uniform(-degrees, degrees) * Math.PI / 180;
    double most = StrictMath.log1p(augmentation.of(Change.ZOOM));
    double zoom = StrictMath.exp(random.uniform(-most, most));
    double slant = augmentation.of(Change.SHEAR);
    double shear = random.uniform(-slant, slant);
    boolean flip = random.chance(augmentation.of(Change.FLIP));
    int crop = (int) augmentation.of(Change.CROP);
    moveX += random.below(2 * crop + 1) - crop;
    moveY += random.below(2 * crop + 1) - crop;
    if (bends) {
      bend.draw(augmentation.of(Change.ELASTIC), random);
    }
    invert(angle, zoom, shear, flip);
    double middleX = (width - 1) / 2.0;
    double middleY = (height - 1) / 2.0;
    x0 = (float) (middleX - xx * (middleX + moveX) - xy * (middleY + moveY));
    y0 = (float) (middleY - yx * (middleX + moveX) - yy * (middleY + moveY));
  }

  /** Inverse of: mirror, then slant, then scale, then turn. */
  private void invert(double angle, double zoom, double shear, boolean flip) {
    double cos = StrictMath.cos(angle) / zoom;
    double sin = StrictMath.sin(angle) / zoom;
    double mirror = flip ? -1 : 1;
    // Turning back and scaling back, then the slant's inverse [1, -shear; 0, 1], then the mirror.
    xx = (float) (mirror * (cos + shear * sin));
    xy = (float) (mirror * (sin - shear * cos));
    yx = (float) -sin;
    yy = (float) cos;
  }

  private boolean isIdentity() {
    return xx == 1 && xy == 0 && x0 == 0 && yx == 0 && yy == 1 && y0 == 0;
  }

  private void sample(float x, float y, float[] target, int at) {
    int left = floor(x);
    int top = floor(y);
    float right = x - left;
    float down = y - top;
    if (left >= 0 && top >= 0 && left < width - 1 && top < height - 1) {
      int corner = (top * width + left) * channels;
      int below = corner + width * channels;
      for (int c = 0; c < channels; c++) {
        float upper =
            source[corner + c] + right * (source[corner + channels + c] - source[corner + c]);
        float lower =
            source[below + c] + right * (source[below + channels + c] - source[below + c]);
        target[at + c] = upper + down * (lower - upper);
      }
      return;
    }
    for (int c = 0; c < channels; c++) {
      float upper =
          mix(surround.at(source, left, top, c), surround.at(source, left + 1, top, c), right);
      float lower =
          mix(
              surround.at(source, left, top + 1, c),
              surround.at(source, left + 1, top + 1, c),
              right);
      target[at + c] = mix(upper, lower, down);
    }
  }

  private static int floor(float value) {
    int whole = (int) value;
    return value < whole ? whole - 1 : whole;
  }

  private static float mix(float a, float b, float share) {
    return a + share * (b - a);
  }
}
