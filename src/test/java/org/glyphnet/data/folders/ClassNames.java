package org.glyphnet.data.folders;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.glyphnet.data.ImageDataset;

/**
 * Prints the class names of a folder and its last image's name, other letters than ASCII escaped.
 */
final class ClassNames {
  private ClassNames() {}

  public static void main(String[] words) throws IOException {
    ImageDataset dataset =
        ImageFolder.read(
            Path.of(words[0]), FolderSettings.usual(Path.of("never-used")), line -> {});
    System.out.println(
        escaped(
            String.join(",", dataset.classNames()) + " " + dataset.imageName(dataset.count() - 1)));
  }

  private static String escaped(String text) {
    return text.chars()
        .mapToObj(
            c ->
                c < 128
                    ? Character.toString(c)
                    : "\\u" + String.format(java.util.Locale.ROOT, "%04x", c))
        .collect(Collectors.joining());
  }
}
