package org.glyphnet.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.glyphnet.data.DataException;
import org.glyphnet.data.pictures.ImageFile;
import org.glyphnet.inference.Classifier;
import org.glyphnet.inference.Preparation;

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
    return Preparation.suiting(picture, classifier.shape());
  }
}
