package org.glyphnet.data.sources;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.glyphnet.GlyphnetException.Remedy;
import org.glyphnet.data.DataException;
import org.glyphnet.data.EvenDraw;
import org.glyphnet.data.IdxFolder;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.folders.FolderSettings;
import org.glyphnet.data.folders.ImageFolder;
import org.glyphnet.data.synthetic.SyntheticDigits;

/** Gets the data set that was chosen. */
public final class Datasets {
  /** Images of the synthetic data set, as many as MNIST has. */
  public static final int SYNTHETIC_COUNT = 70_000;

  /** Environment variable that names the folder with MNIST's files. */
  public static final String DATA_VARIABLE = "GLYPHNET_DATA";

  private final Optional<Path> dataDir;
  private final Path cache;
  private final List<URI> mirrors;
  private final Duration reachableWithin;
  private final Notices notices;

  /**
   * @param dataDir folder with MNIST's files, where the user named one
   * @param cache folder where downloads are kept
   * @param notices hears what it has to say
   */
  public Datasets(Optional<Path> dataDir, Path cache, Notices notices) {
    this(dataDir, cache, MnistDownload.MIRRORS, MnistDownload.REACHABLE_WITHIN, notices);
  }

  /**
   * With MNIST where this machine has it: in the folder that the environment variable {@value
   * #DATA_VARIABLE} names, else in the user's cache, else downloaded into it.
   *
   * @param notices hears what it has to say
   */
  public static Datasets ofThisMachine(Notices notices) {
    return new Datasets(environment(DATA_VARIABLE), userCache(), notices);
  }

  /** MNIST's folder in the user's cache, as the XDG base directory specification places it. */
  public static Path userCache() {
    return environment("XDG_CACHE_HOME")
        .or(() -> environment("HOME").map(home -> home.resolve(".cache")))
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("glyphnet")
        .resolve("mnist");
  }

  /** Where pixels of folders are kept that would take much memory, in the user's cache. */
  public static Path folderCache() {
    return userCache().resolveSibling("folders");
  }

  /** The path in an environment variable, where it has one. */
  public static Optional<Path> environment(String variable) {
    return Optional.ofNullable(System.getenv(variable))
        .filter(text -> !text.isBlank())
        .map(Path::of);
  }

  Datasets(
      Optional<Path> dataDir,
      Path cache,
      List<URI> mirrors,
      Duration reachableWithin,
      Notices notices) {
    this.dataDir = dataDir;
    this.cache = cache;
    this.mirrors = mirrors;
    this.reachableWithin = reachableWithin;
    this.notices = notices;
  }

  /**
   * What was loaded.
   *
   * @param dataset the images
   * @param choice what it came to; never {@link DatasetChoice.Auto}
   * @param notice why it is not the data set that was wanted, empty when it is
   */
  public record Loaded(ImageDataset dataset, DatasetChoice choice, String notice) {}

  /**
   * Loads a data set.
   *
   * @param images how many of its images are wanted, the first so many; empty for all
   * @param seed what synthetic digits are drawn from
   * @throws DataException when it cannot be had or is damaged
   */
  public Loaded load(DatasetChoice choice, Optional<Integer> images, long seed) throws IOException {
    return load(choice, images, seed, FolderSettings.usual(folderCache()));
  }

  /**
   * Loads a data set.
   *
   * @param images how many of its images are wanted: the first so many, but of a folder, and where
   *     classes would be missing, drawn evenly from all classes; empty for all
   * @param seed what synthetic digits are drawn from
   * @param folders how folders of pictures are read
   * @throws DataException when it cannot be had or is damaged
   */
  public Loaded load(
      DatasetChoice choice, Optional<Integer> images, long seed, FolderSettings folders)
      throws IOException {
    if (choice instanceof DatasetChoice.Auto) {
      return auto(images, seed);
    }
    if (choice instanceof DatasetChoice.Folder folder) {
      OptionalInt wanted = images.map(OptionalInt::of).orElseGet(OptionalInt::empty);
      return new Loaded(
          ImageFolder.read(folder.folder(), folders.withImages(wanted), notices::line), choice, "");
    }
    ImageDataset all = all(choice, images, seed);
    return new Loaded(images.isPresent() ? cut(all, images.get()) : all, choice, "");
  }

  private ImageDataset all(DatasetChoice choice, Optional<Integer> images, long seed)
      throws IOException {
    if (choice instanceof DatasetChoice.Idx idx) {
      return IdxFolder.read(idx.folder(), notices::line);
    }
    if (choice instanceof DatasetChoice.Synthetic) {
      return SyntheticDigits.generate(images.orElse(SYNTHETIC_COUNT), seed);
    }
    return mnist();
  }

  private static ImageDataset cut(ImageDataset dataset, int images) {
    if (images >= dataset.count()) {
      return images == dataset.count() ? dataset : dataset.first(images);
    }
    List<String> classes =
        IntStream.range(0, dataset.count())
            .mapToObj(image -> dataset.classNames().get(dataset.label(image)))
            .toList();
    long there = classes.stream().distinct().count();
    boolean enough = images < there || classes.stream().limit(images).distinct().count() == there;
    return enough ? dataset.first(images) : dataset.only(EvenDraw.of(classes, images));
  }

  private ImageDataset mnist() throws IOException {
    if (dataDir.isPresent()) {
      return Mnist.read(dataDir.get());
    }
    if (!Mnist.isIn(cache)) {
      MnistDownload download = download();
      if (!download.reachable()) {
        throw new DataException(
            "MNIST is not on this machine and none of its mirrors answers",
            Remedy.NAME_DATA_FOLDER_OR_DRAW);
      }
      download.into(cache);
    }
    return Mnist.read(cache);
  }

  private Loaded auto(Optional<Integer> images, long seed) throws IOException {
    if (dataDir.isPresent() || Mnist.isIn(cache) || download().reachable()) {
      try {
        return load(new DatasetChoice.RealMnist(), images, seed);
      } catch (DataException e) {
        if (dataDir.isPresent()) {
          throw e; // what the user named is used or refused, never passed over
        }
        return synthetic(images, seed, e.getMessage());
      }
    }
    return synthetic(images, seed, "MNIST is not on this machine and none of its mirrors answers");
  }

  private Loaded synthetic(Optional<Integer> images, long seed, String reason) throws IOException {
    String notice = "Synthetic digits instead of MNIST: " + reason;
    notices.line(notice);
    Loaded loaded = load(new DatasetChoice.Synthetic(), images, seed);
    return new Loaded(loaded.dataset(), loaded.choice(), notice);
  }

  private MnistDownload download() {
    return new MnistDownload(mirrors, reachableWithin, notices);
  }

  /** Hears what getting a data set has to say while it goes on. */
  public interface Notices {
    /** One plain line, such as that another data set is taken than the wanted one. */
    void line(String text);

    /**
     * A download goes on.
     *
     * @param file its name
     * @param bytes received so far
     * @param total of the file, -1 where the server does not say
     */
    default void progress(String file, long bytes, long total) {}
  }
}
