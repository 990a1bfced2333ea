package org.glyphnet.data.folders;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.glyphnet.Internal;
import org.glyphnet.data.DataException;
import org.glyphnet.data.EvenDraw;
import org.glyphnet.data.IdxFolder;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImagePolarity;
import org.glyphnet.data.ImagePreparation;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.OwnParts;
import org.glyphnet.data.folders.ClassFolders.Entry;
import org.glyphnet.data.folders.ClassFolders.Part;

/**
 * A folder with a sub-folder of pictures for each class, or with {@code train} and {@code test} or
 * {@code val} that hold such. The sub-folders' names in order are the class names, the files are
 * taken in order of name: the same folder always gives the same data set. Images are grey when
 * every one is grey, else colour.
 */
@Internal
public final class ImageFolder {
  private final FolderSettings settings;
  private final Consumer<String> notices;
  private ClassFolders found;

  private ImageFolder(FolderSettings settings, Consumer<String> notices) {
    this.settings = settings;
    this.notices = notices;
  }

  /**
   * Reads the data set; it is called after the folder.
   *
   * @param notices hears in lines what was left out, and what was done to the images
   * @throws DataException when there are no classes or images, or some cannot be read and may not
   *     be skipped
   */
  public static ImageDataset read(Path folder, FolderSettings settings, Consumer<String> notices)
      throws IOException {
    return new ImageFolder(settings, notices).read(folder);
  }

  private ImageDataset read(Path folder) throws IOException {
    found = ClassFolders.in(folder);
    found.notices().forEach(notices);
    List<Entry> wanted =
        settings.images().isPresent()
            ? drawn(found.entries(), settings.images().getAsInt())
            : found.entries();
    PictureSizes known = PictureSizes.of(files(wanted));
    List<Entry> entries = kept(wanted, known.reasons());
    if (entries.isEmpty()) {
      Unreadable.told(reasons(known.reasons()), wanted.size(), settings.skipUnreadable());
    }
    ImagePreparation how = preparation(known);
    DecodedFolder decoded =
        DecodedFolder.of(
            new DecodedFolder.Wanted(
                files(entries),
                kept(Arrays.asList(known.sums()), known.reasons()),
                how,
                settings.model().isEmpty()),
            settings.cache());
    List<String> reasons = reasons(known.reasons());
    reasons.addAll(reasons(decoded.reasons()));
    Unreadable.told(reasons, wanted.size(), settings.skipUnreadable()).forEach(notices);
    return dataset(folder, kept(entries, decoded.reasons()), decoded, how);
  }

  private static List<Entry> drawn(List<Entry> all, int wanted) {
    List<String> groups =
        all.stream().map(entry -> entry.part() + " " + entry.className()).toList();
    return Arrays.stream(EvenDraw.of(groups, wanted)).mapToObj(all::get).toList();
  }

  private ImageDataset dataset(
      Path folder, List<Entry> entries, DecodedFolder decoded, ImagePreparation how) {
    ClassCounts counts = new ClassCounts(entries);
    List<String> classes = counts.names();
    if (classes.size() < 2 && settings.model().isEmpty()) {
      throw new DataException(
          folder + ": images of " + classes.size() + " class; it takes two classes at least");
    }
    ImageDataset dataset =
        new ImageDataset(
                IdxFolder.nameOf(folder),
                decoded.shape(),
                decoded.pixels(),
                entries.stream().mapToInt(entry -> classes.indexOf(entry.className())).toArray(),
                classes)
            .withImageNames(entries.stream().map(this::name).toList());
    counts.notices().forEach(notices);
    ImageDataset divided = divided(dataset, entries);
    return divided.withPreparation(
        settings
            .model()
            .orElseGet(
                () ->
                    new ImagePreparation(
                        decoded.shape(), how.kind(), how.fit(), ImagePolarity.of(divided))));
  }

  /** The model's way, else the size that was asked for or chosen; colour is found out later. */
  private ImagePreparation preparation(PictureSizes known) {
    if (settings.model().isPresent()) {
      return settings.model().get();
    }
    List<ImageSizes.Found> sizes = Arrays.stream(known.sizes()).filter(Objects::nonNull).toList();
    FolderSettings.Size size = settings.size().orElseGet(() -> ImageSizes.chosen(sizes));
    long others =
        sizes.stream()
            .filter(found -> found.height() != size.height() || found.width() != size.width())
            .count();
    if (others > 0) {
      notices.accept(
          others
              + " of "
              + sizes.size()
              + " images have another size than "
              + size
              + " and are resized ("
              + settings.fit()
              + ")");
    }
    return new ImagePreparation(
        new ImageShape(size.height(), size.width(), 3),
        ImagePreparation.Kind.RESIZE,
        settings.fit(),
        ImagePreparation.Polarity.MIXED);
  }

  /** Where there is no test part, that for validation is it. */
  private static ImageDataset divided(ImageDataset dataset, List<Entry> entries) {
    int train = count(entries, Part.TRAIN);
    int validation = count(entries, Part.VALIDATION);
    int test = count(entries, Part.TEST);
    if (train == 0 || train == entries.size()) {
      return dataset;
    }
    return dataset.withParts(new OwnParts(train, test == 0 ? 0 : validation));
  }

  private static int count(List<Entry> entries, Part part) {
    return (int) entries.stream().filter(entry -> entry.part() == part).count();
  }

  /** Path in the folder, with slashes. */
  private String name(Entry entry) {
    return StreamSupport.stream(found.root().relativize(entry.file()).spliterator(), false)
        .map(FileNames::of)
        .collect(Collectors.joining("/"));
  }

  private static List<Path> files(List<Entry> entries) {
    return entries.stream().map(Entry::file).toList();
  }

  private static List<String> reasons(String[] reasons) {
    return new ArrayList<>(Arrays.stream(reasons).filter(Objects::nonNull).toList());
  }

  /** Those for which there is no reason against. */
  private static <T> List<T> kept(List<T> all, String[] reasons) {
    return IntStream.range(0, all.size())
        .filter(i -> reasons[i] == null)
        .mapToObj(all::get)
        .toList();
  }
}
