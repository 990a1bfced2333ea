package org.glyphnet.data.folders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.glyphnet.data.DataException;

/**
 * The picture files of a folder, by class and part. A sub-folder is a class; where there are {@code
 * train} and {@code test} or {@code val}, these are parts and the classes are within them.
 */
final class ClassFolders {
  /** Parts in the order in which their images stand in the data set. */
  enum Part {
    TRAIN,
    VALIDATION,
    TEST;

    private static Part named(String folder) {
      return switch (folder.toLowerCase(Locale.ROOT)) {
        case "train", "training" -> TRAIN;
        case "val", "valid", "validation", "dev" -> VALIDATION;
        case "test", "testing" -> TEST;
        default -> null;
      };
    }
  }

  /** One picture file. */
  record Entry(Path file, Part part, String className) {}

  private final FolderListing listing = new FolderListing();
  private final List<Entry> entries = new ArrayList<>();
  private final TreeSet<String> empty = new TreeSet<>();
  private final List<String> notices = new ArrayList<>();
  private Path root;

  /**
   * Looks through a folder.
   *
   * @throws DataException when there are no class folders in it
   */
  static ClassFolders in(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder + ": no such folder; folder:DIR takes a folder with a sub-folder a class");
    }
    ClassFolders found = new ClassFolders();
    found.root = folder;
    List<Path> children = found.unwrapped();
    Map<Part, Path> parts = found.parts(children);
    if (parts.isEmpty()) {
      found.checkNoBareParts(children);
      found.add(children, Part.TRAIN);
    } else {
      for (Map.Entry<Part, Path> part : parts.entrySet()) {
        found.add(found.listing.folders(part.getValue()), part.getKey());
      }
    }
    found.checkNotEmpty(children);
    return found;
  }

  /** Every picture, by part, class and name. */
  List<Entry> entries() {
    return entries;
  }

  /** The folder that the classes or parts lie in. */
  Path root() {
    return root;
  }

  /** What there is to tell, a line each. */
  List<String> notices() {
    List<String> all = new ArrayList<>(notices);
    all.addAll(listing.leftOut());
    entries.forEach(entry -> empty.remove(entry.className()));
    if (!empty.isEmpty()) {
      all.add("Left out classes without images: " + String.join(", ", empty));
    }
    return all;
  }

  /** Archives often hold one folder that holds everything. */
  private List<Path> unwrapped() throws IOException {
    List<Path> children = listing.folders(root);
    if (children.size() == 1 && !FolderListing.hasPictures(root)) {
      Path only = children.get(0);
      List<Path> within = new FolderListing().folders(only);
      if (within.size() > 1 && !FolderListing.hasPictures(only)) {
        notices.add("The classes are in " + only);
        root = only;
        return listing.folders(only);
      }
    }
    return children;
  }

  /** A training part and another, each with class folders; empty when these are no parts. */
  private Map<Part, Path> parts(List<Path> children) throws IOException {
    Map<Part, Path> parts = new TreeMap<>();
    for (Path child : children) {
      Part part = Part.named(FileNames.of(child));
      boolean hasClasses = !new FolderListing().folders(child).isEmpty();
      if (part == null || !hasClasses || FolderListing.hasPictures(child)) {
        continue;
      }
      if (parts.putIfAbsent(part, child) != null) {
        throw new DataException(
            child + ": the same part as " + parts.get(part) + "; one of them must go");
      }
    }
    if (parts.size() < 2 || !parts.containsKey(Part.TRAIN)) {
      return Map.of();
    }
    List<String> beside =
        children.stream().filter(c -> !parts.containsValue(c)).map(FileNames::of).toList();
    if (!beside.isEmpty()) {
      notices.add("Left out beside the parts: " + String.join(", ", beside));
    }
    return parts;
  }

  /** Folders that are all called as parts, with pictures but no classes, are not classes. */
  private void checkNoBareParts(List<Path> children) {
    boolean all =
        !children.isEmpty()
            && children.stream()
                .allMatch(c -> Part.named(FileNames.of(c).replaceAll("[0-9]+$", "")) != null);
    if (all) {
      throw new DataException(
          children.get(0)
              + ": its images lie in no sub-folders; put those of each class into a sub-folder with"
              + " the class's name");
    }
  }

  private void add(List<Path> classes, Part part) throws IOException {
    for (Path folder : classes) {
      String name = FileNames.of(folder);
      List<Path> pictures = listing.pictures(folder);
      pictures.forEach(file -> entries.add(new Entry(file, part, name)));
      if (pictures.isEmpty()) {
        empty.add(name);
      }
    }
  }

  private void checkNotEmpty(List<Path> children) throws IOException {
    if (!entries.isEmpty()) {
      return;
    }
    if (FolderListing.hasPictures(root)) {
      throw new DataException(
          root
              + ": its images lie in no sub-folders; put those of each class into a sub-folder with"
              + " the class's name");
    }
    if (children.isEmpty()) {
      throw new DataException(
          root + ": found 0 sub-folders; it needs one for each class, at least two");
    }
    throw new DataException(
        root + ": no PNG, JPEG, GIF, BMP, TIFF or WebP file in its sub-folders");
  }
}
