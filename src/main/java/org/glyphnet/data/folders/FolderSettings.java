package org.glyphnet.data.folders;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.glyphnet.data.ImageFit;
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
    Optional<ImageSizes.Size> size,
    ImageFit fit,
    boolean skipUnreadable,
    OptionalInt images,
    Path cache) {
  /** Everything by the rules, all images. */
  public static FolderSettings usual(Path cache) {
    return new FolderSettings(
        Optional.empty(), Optional.empty(), ImageFit.CROP, false, OptionalInt.empty(), cache);
  }

  /** The same for so many images. */
  public FolderSettings withImages(OptionalInt wanted) {
    return new FolderSettings(model, size, fit, skipUnreadable, wanted, cache);
  }

  /** The same with other choices. */
  public FolderSettings with(Optional<ImageSizes.Size> newSize, ImageFit newFit, boolean skip) {
    return new FolderSettings(model, newSize, newFit, skip, images, cache);
  }

  /** The same, made as a model's images were. */
  public FolderSettings as(ImagePreparation preparation) {
    return new FolderSettings(Optional.of(preparation), size, fit, skipUnreadable, images, cache);
  }
}
