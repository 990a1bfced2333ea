package org.glyphnet.data;

/**
 * Size of one image.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param channels samples a pixel, at least 1: 1 for grey, 3 for colour
 */
public record ImageShape(int height, int width, int channels) {
  public ImageShape {
    if (height < 1 || width < 1 || channels < 1) {
      throw new DataException(
          "an image needs at least 1 x 1 pixels and 1 channel, found "
              + height
              + " x "
              + width
              + " x "
              + channels);
    }
    Math.multiplyExact(Math.multiplyExact(height, width), channels);
  }

  /** Samples of one image: {@code height * width * channels}. */
  public int size() {
    return height * width * channels;
  }

  @Override
  public String toString() {
    return height + "x" + width + "x" + channels;
  }
}
