package org.glyphnet.data.folders;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.glyphnet.data.DataException;
import org.glyphnet.data.IdxFolder;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImagePreparation;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.pictures.ImageFile;
import org.glyphnet.data.pictures.PreparedPicture;

/**
 * A folder with a sub-folder of images (PNG, JPEG, GIF, BMP) for each class. The sub-folders' names
 * in order are the class names, the files are taken in order of name: the same folder always gives
 * the same data set. All images have one size; they are grey when every one is grey, else colour.
 */
public final class ImageFolder {
  private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "gif", "bmp");

  private ImageFolder() {}

  /** Reads the data set; it is called after the folder. */
  public static ImageDataset read(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder + ": no such folder; folder:DIR takes a folder with a sub-folder a class");
    }
    List<Path> classes = children(folder, Files::isDirectory);
    if (classes.size() < 2) {
      throw new DataException(
          folder
              + ": found "
              + classes.size()
              + " sub-folders; it needs one for each class, at least two");
    }
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      for (Path file : children(classes.get(label), ImageFolder::isImage)) {
        files.add(file);
        labels.add(label);
      }
    }
    if (files.isEmpty()) {
      throw new DataException(folder + ": no PNG, JPEG, GIF or BMP file in its sub-folders");
    }
    ImageShape shape = shape(files);
    return new ImageDataset(
        IdxFolder.nameOf(folder),
        shape,
        pixels(files, shape),
        labels.stream().mapToInt(Integer::intValue).toArray(),
        classes.stream().map(path -> path.getFileName().toString()).toList(),
        OptionalInt.empty());
  }

  private static List<Path> children(Path folder, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> !path.getFileName().toString().startsWith("."))
          .filter(wanted)
          .sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file) && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /** The shape that all have, from the first image's size and from whether any is in colour. */
  private static ImageShape shape(List<Path> files) throws IOException {
    BufferedImage first = ImageFile.read(files.get(0));
    boolean colour = false;
    for (Path file : files) {
      BufferedImage image = ImageFile.read(file);
      if (image.getWidth() != first.getWidth() || image.getHeight() != first.getHeight()) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s: is %d x %d pixels, %s is %d x %d; all images must have one size",
                file,
                image.getWidth(),
                image.getHeight(),
                files.get(0),
                first.getWidth(),
                first.getHeight()));
      }
      colour |= PreparedPicture.isColour(image);
    }
    ImageShape shape = new ImageShape(first.getHeight(), first.getWidth(), colour ? 3 : 1);
    if ((long) files.size() * shape.size() > Integer.MAX_VALUE - 16) {
      throw new DataException(
          files.get(0).getParent().getParent()
              + ": more than the 2 GiB of pixels that can be held");
    }
    return shape;
  }

  private static byte[] pixels(List<Path> files, ImageShape shape) throws IOException {
    byte[] pixels = new byte[files.size() * shape.size()];
    for (int i = 0; i < files.size(); i++) {
      byte[] samples =
          PreparedPicture.samples(ImageFile.read(files.get(i)), ImagePreparation.resize(shape));
      System.arraycopy(samples, 0, pixels, i * shape.size(), samples.length);
    }
    return pixels;
  }
}
