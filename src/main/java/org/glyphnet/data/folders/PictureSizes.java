package org.glyphnet.data.folders;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.glyphnet.data.DataException;
import org.glyphnet.data.pictures.ImageFile;
import org.glyphnet.data.pictures.PictureHeader;
import org.glyphnet.data.pictures.PictureLimits;
import org.glyphnet.files.Sha256;

/**
 * What is known of picture files before they are decoded: size and SHA-256 of each.
 *
 * @param sizes upright; null where a header cannot be read
 * @param sums of the files' contents, in hex
 * @param reasons why a header cannot be read; null where it can
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record PictureSizes(ImageSizes.Found[] sizes, String[] sums, String[] reasons) {
  static PictureSizes of(List<Path> files) throws IOException {
    PictureSizes found =
        new PictureSizes(
            new ImageSizes.Found[files.size()], new String[files.size()], new String[files.size()]);
    Parallel.each(files.size(), i -> found.look(files.get(i), i));
    return found;
  }

  private void look(Path file, int i) throws IOException {
    try {
      byte[] content = ImageFile.bytes(file);
      sums[i] = Sha256.of(content);
      PictureHeader header = PictureHeader.read(content, file.toString());
      ImageFile.check(header, content.length, file.toString(), PictureLimits.OWN_FILES);
      sizes[i] = new ImageSizes.Found(header.uprightHeight(), header.uprightWidth());
    } catch (DataException e) {
      reasons[i] = e.getMessage();
    }
  }
}
