package org.glyphnet.data.folders;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImagePreparation;

/**
 * How a folder of pictures becomes a data set.
 *
 * @param model how a model's images were made, which is followed then; empty where the data set
 *     decides by itself
 * @param size height and width that were asked for; empty for the rule of {@link ImageSizes}
 * @param fit how pictures of other proportions are brought to the size
 * @param skipUnreadable whether pictures that cannot be read are left out
 * @param images how many are wanted, drawn evenly from all classes; empty for all
 * @param cache folder where pixels are kept that would take much memory
 */
public record FolderSettings(
    Optional<ImagePreparation> model,
    Optional<Size> size,
    ImagePreparation.Fit fit,
    boolean skipUnreadable,
    OptionalInt images,
    Path cache) {
  /** Everything by the rules, all images. */
  public static FolderSettings usual(Path cache) {
    return new FolderSettings(
        Optional.empty(),
        Optional.empty(),
        ImagePreparation.Fit.CROP,
        false,
        OptionalInt.empty(),
        cache);
  }

  /** The same for so many images. */
  public FolderSettings withImages(OptionalInt wanted) {
    return new FolderSettings(model, size, fit, skipUnreadable, wanted, cache);
  }

  /** The same with other choices. */
  public FolderSettings with(Optional<Size> newSize, ImagePreparation.Fit newFit, boolean skip) {
    return new FolderSettings(model, newSize, newFit, skip, images, cache);
  }

  /** The same, made as a model's images were. */
  public FolderSettings as(ImagePreparation preparation) {
    return new FolderSettings(Optional.of(preparation), size, fit, skipUnreadable, images, cache);
  }

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
}
