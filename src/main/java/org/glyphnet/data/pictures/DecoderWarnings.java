package org.glyphnet.data.pictures;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/**
 * What a decoder remarks while it goes on. Java's JPEG decoder fills what is missing with grey and
 * only remarks it, in libjpeg's words, which are English everywhere.
 */
final class DecoderWarnings implements IIOReadWarningListener {
  private boolean damaged;

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    damaged |=
        warning.contains("premature end of data segment") || warning.contains("bad Huffman code");
  }

  /** Whether pixels are missing or wrong; bytes too many and odd profiles do no harm. */
  boolean damaged() {
    return damaged;
  }
}
