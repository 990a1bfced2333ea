package org.glyphnet.cli;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.glyphnet.files.DurableFiles;

/** Writes pictures with heat on them, each under a name of its own. */
final class HeatPictures {
  private final Path folder;
  private final Set<Path> written = new HashSet<>();

  /**
   * @param folder for them; made when the first is written
   */
  HeatPictures(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes one. A file of an earlier call is replaced; two images of one name in two folders get
   * two files.
   *
   * @return the file
   */
  Path write(BufferedImage picture, Path of, HeatMethod method) throws IOException {
    Files.createDirectories(folder);
    String stem = of.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    Path file = folder.resolve(stem + "." + method + ".png");
    for (int number = 2; !written.add(file); number++) {
      file = folder.resolve(stem + "-" + number + "." + method + ".png");
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", png);
    DurableFiles.write(file, png.toByteArray());
    return file;
  }
}
