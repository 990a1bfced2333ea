package org.glyphnet.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageFile;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.MnistFrame;
import org.glyphnet.serving.Classifier;
import org.glyphnet.serving.Preparation;

/**
 * An image file as the network sees it, or why it cannot be seen.
 *
 * @param file the file
 * @param pixels {@code [height, width, channels]}, in [0, 1]; null when it could not be read
 * @param preparation what was done to it
 * @param error why it could not be read; null when it could
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record Reading(Path file, float[] pixels, Preparation preparation, String error) {
  /** What is done to images; what is typed is the name in small letters. */
  enum Wish {
    /** As they are where they have the network's form, else as MNIST's were made. */
    AUTO,
    /** As they are. */
    NONE,
    /** As MNIST's were made. */
    MNIST;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reads and prepares a file for a network. */
  static Reading of(Path file, Classifier classifier, Wish wish) throws IOException {
    Preparation preparation = Preparation.NONE;
    try {
      BufferedImage picture = ImageFile.read(file);
      preparation = preparation(picture, classifier, wish);
      return new Reading(file, classifier.pixels(picture, preparation), preparation, null);
    } catch (DataException e) {
      String reason = e.getMessage();
      return new Reading(
          file, null, preparation, reason.startsWith(file + ": ") ? reason : file + ": " + reason);
    }
  }

  private static Preparation preparation(BufferedImage picture, Classifier classifier, Wish wish) {
    if (wish != Wish.AUTO) {
      return wish == Wish.NONE ? Preparation.NONE : Preparation.MNIST;
    }
    ImageShape shape = classifier.shape();
    boolean fits = picture.getHeight() == shape.height() && picture.getWidth() == shape.width();
    boolean likeMnist = shape.equals(new ImageShape(MnistFrame.SIZE, MnistFrame.SIZE, 1));
    if (!likeMnist || (fits && !isOnLightPaper(classifier.pixels(picture, Preparation.NONE)))) {
      return Preparation.NONE;
    }
    return Preparation.MNIST;
  }

  /** MNIST's images are light on dark: a bright edge means that the ink is the dark part. */
  private static boolean isOnLightPaper(float[] pixels) {
    int size = MnistFrame.SIZE;
    float[] edge = new float[4 * size];
    for (int i = 0; i < size; i++) {
      edge[i] = pixels[i];
      edge[size + i] = pixels[(size - 1) * size + i];
      edge[2 * size + i] = pixels[i * size];
      edge[3 * size + i] = pixels[i * size + size - 1];
    }
    Arrays.sort(edge);
    return edge[edge.length / 2] > 0.5f;
  }
}
