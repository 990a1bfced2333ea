package org.glyphnet.data.folders;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImagePreparation;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.pictures.ImageFile;
import org.glyphnet.data.pictures.PreparedPicture;

/** Decodes and prepares picture files, on a thread a processor, each image at its place. */
final class PictureDecoder {
  private final List<Path> files;
  private final ImagePreparation how;
  private final DecodedPixels target;
  private final String[] reasons;
  private final AtomicBoolean colour = new AtomicBoolean();

  private PictureDecoder(List<Path> files, ImagePreparation how, DecodedPixels target) {
    this.files = files;
    this.how = how;
    this.target = target;
    this.reasons = new String[files.size()];
  }

  /**
   * What came of it.
   *
   * @param reasons why a file could not be read; null where it could
   * @param colour whether any image has red, green and blue that differ
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  record Outcome(String[] reasons, boolean colour) {}

  static Outcome decode(List<Path> files, ImagePreparation how, DecodedPixels target)
      throws IOException {
    PictureDecoder decoder = new PictureDecoder(files, how, target);
    Parallel.each(files.size(), decoder::decode);
    return new Outcome(decoder.reasons, decoder.colour.get());
  }

  private void decode(int i) throws IOException {
    try {
      byte[] samples = PreparedPicture.samples(ImageFile.read(files.get(i)), how);
      target.put((long) i * samples.length, samples);
      if (!colour.get() && isColour(samples, how.shape())) {
        colour.set(true);
      }
    } catch (DataException e) {
      reasons[i] = e.getMessage();
    }
  }

  private static boolean isColour(byte[] samples, ImageShape shape) {
    if (shape.channels() != 3) {
      return false;
    }
    for (int i = 0; i < samples.length; i += 3) {
      if (samples[i] != samples[i + 1] || samples[i] != samples[i + 2]) {
        return true;
      }
    }
    return false;
  }
}
