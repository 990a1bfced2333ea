package org.glyphnet.serving;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.glyphnet.GlyphnetException;
import org.glyphnet.data.DataException;
import org.glyphnet.saving.SavedModels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions of one model in a folder, of which the default, else the highest that can be loaded
 * is served, and every one that bears a label. A new one is loaded beside the old and takes over in
 * one step; requests under way end on the old one, which is then closed. One that cannot be loaded
 * is refused, and looked at again when its files change.
 *
 * <p>{@link #use} is for many threads, {@link #look} for one at a time.
 */
final class ModelVersions implements AutoCloseable {
  /** Loads a version and makes it ready. */
  interface Loader {
    ModelVersion load(long number, Path folder) throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(ModelVersions.class);

  private final String name;
  private final Path folder;
  private final Loader loader;

  /** What is known of each version that was ever tried. */
  private final NavigableMap<Long, VersionStatus> statuses = new TreeMap<>();

  /** State of the files of the versions that were refused. */
  private final Map<Long, String> refused = new TreeMap<>();

  /** What can be done about them, where that is known. */
  private final Map<Long, GlyphnetException.Remedy> remedies = new TreeMap<>();

  /** State of the files of the versions that are open, when they were loaded. */
  private final Map<Long, String> openFiles = new TreeMap<>();

  private final List<ModelVersion> retired = new ArrayList<>();
  private final LabelWishes wishes;
  private volatile OpenVersions open = OpenVersions.NONE;

  /**
   * @param name of the model, for the log
   * @param folder of its versions, or of a single one
   */
  ModelVersions(String name, Path folder, Loader loader) {
    this(name, folder, Map.of(), loader);
  }

  /**
   * @param labels numbers of the versions that bear them, before what the folder's file says
   */
  ModelVersions(String name, Path folder, Map<String, Long> labels, Loader loader) {
    this.name = name;
    this.folder = folder;
    this.loader = loader;
    this.wishes = new LabelWishes(name, folder, labels);
  }

  /**
   * Loads the first version.
   *
   * @throws DataException when none can be loaded
   */
  void open() throws IOException {
    look();
    if (open.byDefault() == null) {
      VersionStatus newest = status(VersionChoice.DEFAULT).stream().findFirst().orElse(null);
      throw new DataException(
          newest == null
              ? folder + ": no SavedModel there; it needs a sub-folder with a number, such as 1"
              : newest.errorMessage(),
          newest == null ? null : remedies.get(newest.version()));
    }
  }

  /** Looks at the folder and takes up what is new. */
  void look() throws IOException {
    forgetTheGone();
    Map<Long, Path> found = found();
    if (found.isEmpty()) {
      return; // whoever deletes a model under a service hardly wants it to stop
    }
    forgetTheDeleted(found);
    for (Map.Entry<Long, Path> candidate : found.entrySet()) {
      if (opens(candidate.getKey(), candidate.getValue())) {
        open = open.withDefault(candidate.getKey());
        break;
      }
    }
    Map<String, Long> labels =
        wishes.granted(
            open.labels(), number -> found.containsKey(number) && opens(number, found.get(number)));
    OpenVersions before = open;
    open = before.onlyLabelled(labels);
    before.byNumber().values().stream()
        .filter(version -> !open.byNumber().containsKey(version.number()))
        .forEach(
            version -> {
              note(VersionStatus.of(version.number(), VersionStatus.State.UNLOADING));
              openFiles.remove(version.number());
              retire(version);
            });
    forgetTheGone();
  }

  /**
   * The version to answer a request with; the caller ends with {@link ModelVersion#release}.
   *
   * @throws Refusal with status 404 when it is not served, 400 for a label that none bears
   */
  ModelVersion use(VersionChoice choice) {
    while (true) {
      ModelVersion version = open.find(choice);
      if (version == null) {
        throw choice.notServed(name);
      }
      if (version.use()) {
        return version;
      }
      // It was retired in this moment, so there is another, or it is not open any more.
      Thread.onSpinWait();
    }
  }

  /**
   * What is known of one version or, highest first, of all.
   *
   * @throws Refusal with status 400 for a label that none bears
   */
  synchronized List<VersionStatus> status(VersionChoice choice) {
    OptionalLong number =
        choice.label().isPresent()
            ? OptionalLong.of(open.labelled(choice.label().get()))
            : choice.number();
    return statuses.descendingMap().values().stream()
        .filter(status -> number.isEmpty() || status.version() == number.getAsLong())
        .toList();
  }

  /** Numbers of the versions that can be asked, in ascending order. */
  List<Long> numbers() {
    return open.byNumber().keySet().stream().sorted().toList();
  }

  /** Number of the version that is served where none is named. */
  long currentNumber() {
    ModelVersion version = open.byDefault();
    return version == null ? 0 : version.number();
  }

  /** Whether there is a version to ask where none is named. */
  boolean isReady() {
    return open.byDefault() != null;
  }

  /** Images that wait for any of them. */
  int imagesWaiting() {
    return open.byNumber().values().stream().mapToInt(ModelVersion::imagesWaiting).sum();
  }

  /** Closes the versions that are served once their last requests are answered. */
  @Override
  public void close() {
    OpenVersions last = open;
    open = OpenVersions.NONE;
    last.byNumber().values().forEach(ModelVersion::retire);
  }

  /**
   * Whether a version is open after this. One that is open is loaded again when its files change,
   * such as by class names that come late; if that fails it stays as it is.
   */
  private boolean opens(long number, Path version) {
    String files = VersionFiles.state(version);
    ModelVersion old = open.byNumber().get(number);
    if (files.equals(refused.get(number))) {
      return old != null;
    }
    if (old != null && files.equals(openFiles.get(number))) {
      return true;
    }
    if (old == null) {
      note(VersionStatus.of(number, VersionStatus.State.LOADING));
    }
    long start = System.nanoTime();
    ModelVersion loaded;
    try {
      loaded = loader.load(number, version);
    } catch (IOException | RuntimeException | Error e) {
      // Also errors: a graph can be so deep or so large that it ends the stack or the memory.
      if (e instanceof GlyphnetException explained) {
        explained.remedy().ifPresent(remedy -> remedies.put(number, remedy));
      }
      refuse(number, files, old != null, reason(e));
      return old != null;
    }
    refused.remove(number);
    openFiles.put(number, files);
    open = open.with(loaded);
    note(VersionStatus.of(number, VersionStatus.State.AVAILABLE));
    LOG.info(
        "{} version {} is served; it took {} ms to load",
        name,
        number,
        (System.nanoTime() - start) / 1_000_000);
    if (old != null) {
      retire(old);
    }
    return true;
  }

  private void retire(ModelVersion version) {
    version.retire();
    retired.add(version);
  }

  private void refuse(long number, String files, boolean again, String reason) {
    refused.put(number, files);
    if (!again) {
      note(VersionStatus.refused(number, reason));
    }
    LOG.warn(
        "{} version {} is refused{}: {}",
        name,
        number,
        open.byDefault() == null ? "" : ", version " + currentNumber() + " stays",
        reason);
  }

  private static String reason(Throwable e) {
    if (e instanceof GlyphnetException && e.getMessage() != null) {
      return e.getMessage();
    }
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + ": may not be read by the user that the service runs as";
    }
    return e.toString().lines().findFirst().orElse("no reason given");
  }

  private void forgetTheGone() {
    for (ModelVersion version : List.copyOf(retired)) {
      if (version.isGone()) {
        retired.remove(version);
        if (!open.byNumber().containsKey(version.number())) {
          note(VersionStatus.of(version.number(), VersionStatus.State.END));
          LOG.info("{} version {} is unloaded", name, version.number());
        }
      }
    }
  }

  private synchronized void forgetTheDeleted(Map<Long, Path> found) {
    statuses.keySet().removeIf(number -> !found.containsKey(number) && !isOpen(number));
  }

  private boolean isOpen(long number) {
    return open.byNumber().containsKey(number)
        || retired.stream().anyMatch(version -> version.number() == number);
  }

  private synchronized void note(VersionStatus status) {
    statuses.put(status.version(), status);
  }

  /** In the order in which they are to be served: the default, then the highest first. */
  private Map<Long, Path> found() throws IOException {
    if (!SavedModels.isVersion(folder)) {
      return SavedModels.inOrder(folder);
    }
    String digits = folder.toAbsolutePath().normalize().getFileName().toString();
    return Map.of(digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 1, folder);
  }
}
