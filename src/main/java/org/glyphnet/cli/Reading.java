package org.glyphnet.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImagePreparation;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.pictures.ImageFile;
import org.glyphnet.inference.Classifier;
import org.glyphnet.inference.Preparation;

/**
 * An image file as the network sees it, or why it cannot be seen.
 *
 * @param file the file
 * @param pixels {@code [height, width, channels]}, in [0, 1]; null when it could not be read
 * @param prepared what was done to it: {@code none}, {@code resize} or {@code mnist}; null when it
 *     could not be read
 * @param error why it could not be read; null when it could
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record Reading(Path file, float[] pixels, String prepared, String error) {
  /** What is done to images; what is typed is the name in small letters. */
  enum Wish {
    /** As the model's own images were made; where it does not tell, what suits the picture. */
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
    try {
      BufferedImage picture = ImageFile.read(file);
      Preparation wanted = wish == Wish.MNIST ? Preparation.MNIST : Preparation.NONE;
      byte[] samples =
          wish == Wish.AUTO
              ? classifier.samples(picture)
              : wanted.samples(picture, classifier.shape());
      String prepared = wish == Wish.AUTO ? prepared(picture, classifier) : wish.toString();
      return new Reading(file, Classifier.scaled(samples), prepared, null);
    } catch (DataException e) {
      String reason = e.getMessage();
      return new Reading(
          file, null, null, reason.startsWith(file + ": ") ? reason : file + ": " + reason);
    } catch (NoSuchFileException e) {
      return new Reading(file, null, null, file + ": no such file or folder");
    } catch (IOException e) {
      // One file's trouble is no reason to leave the others out.
      return new Reading(
          file, null, null, file + ": cannot be read: a folder, or a file without permission");
    }
  }

  /** What the model's own way, or what suits where it does not tell, makes of a picture. */
  private static String prepared(BufferedImage picture, Classifier classifier) {
    ImageShape shape = classifier.shape();
    boolean resized =
        classifier
            .preparation()
            .filter(how -> how.kind() == ImagePreparation.Kind.RESIZE)
            .isPresent();
    if (resized) {
      boolean fits = picture.getHeight() == shape.height() && picture.getWidth() == shape.width();
      return fits ? Wish.NONE.toString() : ImagePreparation.Kind.RESIZE.toString();
    }
    return Preparation.suiting(picture, shape) == Preparation.MNIST
        ? Wish.MNIST.toString()
        : Wish.NONE.toString();
  }
}
