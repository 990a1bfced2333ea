package org.glyphnet.data.synthetic;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.SplitMix64;

/**
 * Draws the pictures in {@code samples/}: one of each digit as MNIST has them, and three as they
 * stand on paper.
 *
 * <pre>
 * mvn -q test-compile
 * java -cp target/test-classes:target/classes org.glyphnet.data.SampleImages samples
 * </pre>
 */
public final class SampleImages {
  private static final List<String> NAMES =
      List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

  /** A seed that draws plain digits; others draw some that puzzle a person, as people do. */
  private static final long SEED = 8;

  private static final int MARGIN = 24;
  private static final int PAPER_GREY = 236;
  private static final int INK_GREY = 40;

  private SampleImages() {}

  /** Writes them into the folder that is named. */
  public static void main(String[] args) throws IOException {
    for (Map.Entry<String, BufferedImage> picture : all().entrySet()) {
      Path file = Path.of(args[0]).resolve(picture.getKey());
      Files.createDirectories(file.getParent());
      ImageIO.write(picture.getValue(), "png", file.toFile());
    }
  }

  /** The pictures by file name. */
  static Map<String, BufferedImage> all() {
    Map<String, BufferedImage> pictures = new LinkedHashMap<>();
    ImageDataset digits = SyntheticDigits.generate(10, SEED); // each digit once
    for (int label = 0; label < 10; label++) {
      for (int image = 0; image < digits.count(); image++) {
        if (digits.label(image) == label) {
          pictures.put(NAMES.get(label) + ".png", asMnist(digits, image));
        }
      }
    }
    for (int digit : new int[] {2, 5, 7}) {
      pictures.put("paper-" + NAMES.get(digit) + ".png", onPaper(digit));
    }
    return pictures;
  }

  private static BufferedImage asMnist(ImageDataset digits, int image) {
    BufferedImage picture = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setDataElements(0, 0, 28, 28, digits.imageBytes(image));
    return picture;
  }

  /** Dark on light, with a margin: what a scanner would see. */
  private static BufferedImage onPaper(int digit) {
    SplitMix64 random = SplitMix64.of(SEED, 1000 + digit);
    StrokeTemplate template = StrokeTemplate.pick(StrokeTemplates.of(digit), random);
    StrokeRaster paper = new StrokeHand(random).write(template);
    int height = paper.height() + 2 * MARGIN;
    int width = paper.width() + 2 * MARGIN;
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int row = y - MARGIN;
        int column = x - MARGIN;
        boolean inked =
            row >= 0
                && row < paper.height()
                && column >= 0
                && column < paper.width()
                && paper.ink()[row * paper.width() + column] > 0;
        picture.getRaster().setSample(x, y, 0, inked ? INK_GREY : PAPER_GREY);
      }
    }
    return picture;
  }
}
