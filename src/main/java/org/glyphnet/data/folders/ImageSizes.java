package org.glyphnet.data.folders;

import java.util.List;
import org.glyphnet.Internal;

/**
 * Which size a data set's images get. One size that all have, up to 128 on its longer side, stays.
 * Else it is the median height by the median width, shrunk to 64 on its longer side where that is
 * longer.
 */
@Internal
public final class ImageSizes {
  private static final int LONGEST_AS_IT_IS = 128;
  private static final int LONGEST_CHOSEN = 64;

  private ImageSizes() {}

  /** A picture's size as it is in its file, of any length. */
  record Found(int height, int width) {
    @Override
    public String toString() {
      return height + "x" + width;
    }
  }

  static FolderSettings.Size chosen(List<Found> sizes) {
    boolean one = sizes.stream().distinct().count() == 1;
    int height = median(sizes.stream().mapToInt(Found::height).sorted().toArray());
    int width = median(sizes.stream().mapToInt(Found::width).sorted().toArray());
    int longer = Math.max(height, width);
    if (longer <= (one ? LONGEST_AS_IT_IS : LONGEST_CHOSEN)) {
      return new FolderSettings.Size(height, width);
    }
    double scale = (double) LONGEST_CHOSEN / longer;
    return new FolderSettings.Size(
        Math.max(1, (int) Math.round(height * scale)),
        Math.max(1, (int) Math.round(width * scale)));
  }

  private static int median(int[] sorted) {
    return sorted[sorted.length / 2];
  }
}
