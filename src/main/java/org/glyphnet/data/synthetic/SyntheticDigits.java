package org.glyphnet.data.synthetic;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImagePreparation;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.SplitMix64;
import org.glyphnet.data.pictures.MnistFrame;

/**
 * Handwriting-like digits drawn by the program itself, in the form of MNIST: 28 x 28 x 1, bright
 * ink on dark paper. They stand in for MNIST where there is no network, and a classifier trained on
 * them reads most of the real one.
 *
 * <p>The same seed gives the same bytes on every machine and Java version. Image {@code i} depends
 * on {@code (seed, i)} alone: a larger set begins with the smaller one, and images are drawn in
 * parallel.
 */
public final class SyntheticDigits {
  private static final List<String> CLASS_NAMES =
      List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

  private static final ImageShape SHAPE = new ImageShape(MnistFrame.SIZE, MnistFrame.SIZE, 1);

  /** Separates the streams that shuffle labels from those that draw images. */
  private static final long LABELS = 0x6c6162656c73L;

  private SyntheticDigits() {}

  /**
   * Draws a data set named {@code synthetic} with the classes 0 to 9. Each ten images in a row hold
   * every class once, in random order. The first six sevenths are its training part, as in MNIST.
   *
   * @param count number of images, at least 1
   * @param seed the same seed gives the same images
   * @throws DataException when {@code count} is below 1, or too large for one array
   */
  public static ImageDataset generate(int count, long seed) {
    int most = Integer.MAX_VALUE / SHAPE.size();
    if (count < 1 || count > most) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "synthetic: the number of images must be 1 to %,d, found %,d",
              most,
              count));
    }
    byte[] pixels = new byte[count * SHAPE.size()];
    int[] labels = new int[count];
    IntStream.range(0, count)
        .parallel()
        .forEach(
            image -> {
              labels[image] = label(seed, image);
              byte[] drawn = draw(labels[image], SplitMix64.of(seed, image));
              System.arraycopy(drawn, 0, pixels, image * drawn.length, drawn.length);
            });
    OptionalInt trainCount =
        count < 7 ? OptionalInt.empty() : OptionalInt.of((int) (count * 6L / 7));
    return new ImageDataset("synthetic", SHAPE, pixels, labels, CLASS_NAMES, trainCount)
        .withPreparation(ImagePreparation.mnist());
  }

  private static byte[] draw(int digit, SplitMix64 random) {
    StrokeTemplate template = StrokeTemplate.pick(StrokeTemplates.of(digit), random);
    StrokeRaster paper = new StrokeHand(random).write(template);
    return MnistFrame.frame(paper.ink(), paper.height(), paper.width());
  }

  /** The image's place in a shuffled row of the ten digits; each ten images share one row. */
  private static int label(long seed, int image) {
    SplitMix64 random = SplitMix64.of(seed ^ LABELS, image / 10);
    int[] row = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    for (int i = row.length - 1; i > 0; i--) {
      int other = random.below(i + 1);
      int digit = row[i];
      row[i] = row[other];
      row[other] = digit;
    }
    return row[image % 10];
  }
}
