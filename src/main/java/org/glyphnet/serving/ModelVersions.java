package org.glyphnet.serving;

import java.io.IOException;
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
 * is served. A new one is loaded beside the old and takes over in one step; requests under way end
 * on the old one, which is then closed. One that cannot be loaded is refused, and looked at again
 * when its files change.
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

  /** State of the files of the version that is served, when it was loaded. */
  private String servedFiles = "";

  private final List<ModelVersion> retired = new ArrayList<>();
  private volatile ModelVersion current;

  /**
   * @param name of the model, for the log
   * @param folder of its versions, or of a single one
   */
  ModelVersions(String name, Path folder, Loader loader) {
    this.name = name;
    this.folder = folder;
    this.loader = loader;
  }

  /**
   * Loads the first version.
   *
   * @throws DataException when none can be loaded
   */
  void open() throws IOException {
    look();
    if (current == null) {
      VersionStatus newest = status(OptionalLong.empty()).stream().findFirst().orElse(null);
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
    ModelVersion before = current;
    if (found.isEmpty()) {
      return; // whoever deletes a model under a service hardly wants it to stop
    }
    forgetTheDeleted(found);
    for (Map.Entry<Long, Path> candidate : found.entrySet()) {
      boolean served = before != null && before.number() == candidate.getKey();
      if (served && VersionFiles.state(candidate.getValue()).equals(servedFiles)) {
        return;
      }
      // The version that is served is loaded again when its files change, such as by class names
      // that come late.
      if (takesOver(candidate.getKey(), candidate.getValue()) || served) {
        return;
      }
    }
  }

  /**
   * The version to answer a request with; the caller ends with {@link ModelVersion#release}.
   *
   * @param number the wanted one; empty for the newest
   * @throws Refusal with status 404 when it is not served
   */
  ModelVersion use(OptionalLong number) {
    while (true) {
      ModelVersion version = current;
      if (version == null || (number.isPresent() && number.getAsLong() != version.number())) {
        throw new Refusal(
            Refusal.NOT_FOUND,
            "Servable not found for request: "
                + (number.isPresent()
                    ? "Specific(" + name + ", " + number.getAsLong() + ")"
                    : "Latest(" + name + ")"));
      }
      if (version.use()) {
        return version;
      }
      // It was retired in this moment, so there is another.
      Thread.onSpinWait();
    }
  }

  /** What is known of one version or, highest first, of all. */
  synchronized List<VersionStatus> status(OptionalLong number) {
    return statuses.descendingMap().values().stream()
        .filter(status -> number.isEmpty() || status.version() == number.getAsLong())
        .toList();
  }

  /** Number of the version that is served. */
  long currentNumber() {
    ModelVersion version = current;
    return version == null ? 0 : version.number();
  }

  /** Images that wait for it. */
  int imagesWaiting() {
    ModelVersion version = current;
    return version == null ? 0 : version.imagesWaiting();
  }

  /** Closes the version that is served once its last request is answered. */
  @Override
  public void close() {
    ModelVersion version = current;
    current = null;
    if (version != null) {
      version.retire();
    }
  }

  private boolean takesOver(long number, Path version) {
    String files = VersionFiles.state(version);
    if (files.equals(refused.get(number))) {
      return false;
    }
    boolean again = number == currentNumber();
    if (!again) {
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
      refuse(number, files, again, reason(e));
      return false;
    }
    refused.remove(number);
    servedFiles = files;
    ModelVersion old = current;
    current = loaded;
    note(VersionStatus.of(number, VersionStatus.State.AVAILABLE));
    LOG.info(
        "{} version {} is served; it took {} ms to load",
        name,
        number,
        (System.nanoTime() - start) / 1_000_000);
    if (old != null) {
      if (!again) {
        note(VersionStatus.of(old.number(), VersionStatus.State.UNLOADING));
      }
      old.retire();
      retired.add(old);
      forgetTheGone();
    }
    return true;
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
        current == null ? "" : ", version " + current.number() + " stays",
        reason);
  }

  private static String reason(Throwable e) {
    if (e instanceof GlyphnetException && e.getMessage() != null) {
      return e.getMessage();
    }
    return e.toString().lines().findFirst().orElse("no reason given");
  }

  private void forgetTheGone() {
    for (ModelVersion version : List.copyOf(retired)) {
      if (version.isGone()) {
        retired.remove(version);
        if (version.number() != currentNumber()) {
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
    return (current != null && current.number() == number)
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
