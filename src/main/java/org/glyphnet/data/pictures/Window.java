package org.glyphnet.data.pictures;

/**
 * A part of a picture, in pixels; edges may lie within pixels.
 *
 * @param top edge, 0 is the picture's
 * @param left edge, 0 is the picture's
 * @param height above 0
 * @param width above 0
 */
record Window(double top, double left, double height, double width) {
  /** The largest part in the middle with the proportions of {@code height : width}. */
  static Window middle(OpaqueRows picture, int height, int width) {
    double scale = Math.min((double) picture.height() / height, (double) picture.width() / width);
    double rows = height * scale;
    double columns = width * scale;
    return new Window(
        (picture.height() - rows) / 2, (picture.width() - columns) / 2, rows, columns);
  }

  /** The whole picture. */
  static Window whole(OpaqueRows picture) {
    return new Window(0, 0, picture.height(), picture.width());
  }
}
