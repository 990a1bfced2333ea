package org.glyphnet.data;

import java.util.Arrays;
import org.glyphnet.Internal;
import org.glyphnet.data.ImagePreparation.Polarity;

/** Whether a data set's images are ink on paper, and which of the two is the lighter one. */
@Internal
public final class ImagePolarity {
  /** So many images, evenly spread, are looked at. */
  private static final int LOOKED_AT = 1000;

  /** Share of them that must agree. */
  private static final double NEARLY_ALL = 0.9;

  /** So far from its median, of 255, a border still is of one colour, */
  private static final int NEAR = 32;

  /** for this share of it. */
  private static final double PAPER = 0.75;

  private ImagePolarity() {}

  /** Looks at the images' borders: of one colour, it is paper. */
  public static Polarity of(ImageDataset dataset) {
    int looked = Math.min(LOOKED_AT, dataset.count());
    int light = 0;
    int dark = 0;
    for (int i = 0; i < looked; i++) {
      int paper = paper(dataset, (int) ((long) i * dataset.count() / looked));
      light += paper > 127 ? 1 : 0;
      dark += paper >= 0 && paper <= 127 ? 1 : 0;
    }
    if (light >= NEARLY_ALL * looked) {
      return Polarity.DARK_ON_LIGHT;
    }
    return dark >= NEARLY_ALL * looked ? Polarity.LIGHT_ON_DARK : Polarity.MIXED;
  }

  /** The border's median, 0 to 255, of all channels together; -1 when it has no one colour. */
  private static int paper(ImageDataset dataset, int image) {
    ImageShape shape = dataset.shape();
    int[] border = new int[2 * (shape.height() + shape.width()) * shape.channels()];
    int at = 0;
    for (int c = 0; c < shape.channels(); c++) {
      for (int x = 0; x < shape.width(); x++) {
        border[at++] = dataset.pixel(image, 0, x, c);
        border[at++] = dataset.pixel(image, shape.height() - 1, x, c);
      }
      for (int y = 0; y < shape.height(); y++) {
        border[at++] = dataset.pixel(image, y, 0, c);
        border[at++] = dataset.pixel(image, y, shape.width() - 1, c);
      }
    }
    Arrays.sort(border);
    int median = border[border.length / 2];
    long near = Arrays.stream(border).filter(v -> Math.abs(v - median) <= NEAR).count();
    return near >= PAPER * border.length ? median : -1;
  }
}
