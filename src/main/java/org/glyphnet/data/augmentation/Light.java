package org.glyphnet.data.augmentation;

import java.util.Arrays;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.SplitMix64;
import org.glyphnet.data.augmentation.Augmentation.Change;

/** Changes an image's values where they are: contrast, brightness, a rectangle painted over. */
final class Light {
  private static final double LEAST_ERASED = 0.02;
  private static final double MOST_ERASED = 0.2;

  /** Natural logarithm of the longest rectangle's ratio of sides, about 3.3. */
  private static final double LONGEST = 1.2;

  private final Augmentation augmentation;
  private final ImageShape shape;

  Light(Augmentation augmentation, ImageShape shape) {
    this.augmentation = augmentation;
    this.shape = shape;
  }

  /** Changes one image, values in [0, 1], in place. */
  void apply(SplitMix64 random, float[] image, int offset) {
    double strength = augmentation.of(Change.CONTRAST);
    float factor = (float) (1 + random.uniform(-strength, strength));
    double most = augmentation.of(Change.BRIGHTNESS);
    float added = (float) random.uniform(-most, most);
    if (factor != 1 || added != 0) {
      float mean = mean(image, offset);
      for (int i = offset; i < offset + shape.size(); i++) {
        float value = mean + factor * (image[i] - mean) + added;
        image[i] = Math.max(0, Math.min(1, value));
      }
    }
    if (random.chance(augmentation.of(Change.ERASE))) {
      erase(random, image, offset);
    }
  }

  private float mean(float[] image, int offset) {
    double sum = 0;
    for (int i = offset; i < offset + shape.size(); i++) {
      sum += image[i];
    }
    return (float) (sum / shape.size());
  }

  private void erase(SplitMix64 random, float[] image, int offset) {
    double area = random.uniform(LEAST_ERASED, MOST_ERASED) * shape.height() * shape.width();
    double ratio = StrictMath.exp(random.uniform(-LONGEST, LONGEST));
    int rows = side(Math.sqrt(area * ratio), shape.height());
    int columns = side(Math.sqrt(area / ratio), shape.width());
    int top = random.below(shape.height() - rows + 1);
    int left = random.below(shape.width() - columns + 1);
    float grey = (float) random.uniform();
    for (int y = top; y < top + rows; y++) {
      int from = offset + (y * shape.width() + left) * shape.channels();
      Arrays.fill(image, from, from + columns * shape.channels(), grey);
    }
  }

  private static int side(double wanted, int most) {
    return Math.max(1, Math.min(most, (int) Math.round(wanted)));
  }
}
