package org.glyphnet.job;

import java.util.Map;
import java.util.Optional;
import org.glyphnet.data.ImagePreparation;
import org.glyphnet.data.folders.FolderSettings;
import org.glyphnet.data.folders.ImageSizes;
import org.glyphnet.data.sources.Datasets;

/**
 * How a folder of pictures is read. Immutable.
 *
 * @param size height and width of the images; empty for the rule of {@link ImageSizes}
 * @param fit how pictures of other proportions are brought to the size
 * @param skipUnreadable whether pictures that cannot be read are left out
 */
public record PictureSettings(
    Optional<FolderSettings.Size> size, ImagePreparation.Fit fit, boolean skipUnreadable) {
  /** By the rules; what cannot be read is an error. */
  public static final PictureSettings USUAL =
      new PictureSettings(Optional.empty(), ImagePreparation.Fit.CROP, false);

  /** The same for the reader of folders. */
  public FolderSettings forFolders() {
    return FolderSettings.usual(Datasets.folderCache()).with(size, fit, skipUnreadable);
  }

  /** Every setting by name, in the order in which they are told. */
  void addTo(Map<String, String> values) {
    values.put("image-size", size.map(FolderSettings.Size::toString).orElse("auto"));
    values.put("fit", fit.toString());
    values.put("skip-unreadable", Boolean.toString(skipUnreadable));
  }
}
