package org.glyphnet.data.folders;

import java.util.List;
import org.glyphnet.data.DataException;

/**
 * Which size a data set's images get. One size that all have, up to 128 on its longer side, stays.
 * Else it is the median height by the median width, shrunk to 64 on its longer side where that is
 * longer.
 */
public final class ImageSizes {
  private static final int LONGEST_AS_IT_IS = 128;
  private static final int LONGEST_CHOSEN = 64;

  private ImageSizes() {}

  /** Height and width in pixels. */
  public record Size(int height, int width) {
    private static final int MOST = 1024;

    public Size {
      if (height < 1 || width < 1 || height > MOST || width > MOST) {
        throw new DataException(
            "images of " + height + " x " + width + " pixels; each side must be 1 to " + MOST);
      }
    }

    /**
     * Reads {@code 64} or {@code 48x64}, height first.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static Size parse(String typed) {
      try {
        int by = typed.indexOf('x');
        int height = Integer.parseInt(by < 0 ? typed : typed.substring(0, by));
        return new Size(height, by < 0 ? height : Integer.parseInt(typed.substring(by + 1)));
      } catch (NumberFormatException | DataException e) {
        throw new IllegalArgumentException(
            "'" + typed + "' is not possible; it takes N or HEIGHTxWIDTH, 1 to " + MOST, e);
      }
    }

    /** Height first, as it is typed. */
    @Override
    public String toString() {
      return height + "x" + width;
    }
  }

  /** A picture's size as it is in its file, of any length. */
  record Found(int height, int width) {
    @Override
    public String toString() {
      return height + "x" + width;
    }
  }

  static Size chosen(List<Found> sizes) {
    boolean one = sizes.stream().distinct().count() == 1;
    int height = median(sizes.stream().mapToInt(Found::height).sorted().toArray());
    int width = median(sizes.stream().mapToInt(Found::width).sorted().toArray());
    int longer = Math.max(height, width);
    if (longer <= (one ? LONGEST_AS_IT_IS : LONGEST_CHOSEN)) {
      return new Size(height, width);
    }
    double scale = (double) LONGEST_CHOSEN / longer;
    return new Size(
        Math.max(1, (int) Math.round(height * scale)),
        Math.max(1, (int) Math.round(width * scale)));
  }

  private static int median(int[] sorted) {
    return sorted[sorted.length / 2];
  }
}
