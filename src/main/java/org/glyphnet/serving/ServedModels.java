package org.glyphnet.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.glyphnet.data.DataException;
import org.glyphnet.saving.SavedModels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of a service by their names: one, or those of a folder that has a folder for each. A
 * model that appears in such a folder is taken up, and one whose folder is gone is unloaded; one
 * that cannot be loaded is no trouble to the others.
 *
 * <p>{@link #look} is for one thread at a time, the rest for many.
 */
final class ServedModels implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServedModels.class);

  private final Optional<Path> all;
  private final BiFunction<String, Path, ModelVersions> maker;
  private final ServiceMetrics metrics;
  private volatile NavigableMap<String, ModelVersions> models = new TreeMap<>();

  private ServedModels(
      Optional<Path> all, BiFunction<String, Path, ModelVersions> maker, ServiceMetrics metrics) {
    this.all = all;
    this.maker = maker;
    this.metrics = metrics;
  }

  /** One model; what it is made of becomes this one's to close. */
  static ServedModels one(String name, ModelVersions versions, ServiceMetrics metrics) {
    ServedModels one = new ServedModels(Optional.empty(), (other, folder) -> versions, metrics);
    one.models = new TreeMap<>(Map.of(name, versions));
    metrics.modelServed(name, versions::currentNumber);
    return one;
  }

  /**
   * All models of a folder.
   *
   * @param maker of a model by its name and folder
   */
  static ServedModels in(
      Path all, BiFunction<String, Path, ModelVersions> maker, ServiceMetrics metrics) {
    return new ServedModels(Optional.of(all), maker, metrics);
  }

  /**
   * Loads the first versions.
   *
   * @throws DataException when there is no model that can be asked
   */
  void open() throws IOException {
    if (all.isEmpty()) {
      models.firstEntry().getValue().open();
      return;
    }
    if (isModel(all.get())) {
      throw new DataException(
          all.get() + ": is one model's own folder; give the folder that holds it");
    }
    look();
    if (isReady()) {
      return;
    }
    if (models.isEmpty()) {
      throw new DataException(
          all.get()
              + ": no model there; each needs a folder with versions of its own, such as"
              + " digits/1");
    }
    models.firstEntry().getValue().open(); // tells why it cannot be asked
  }

  /** Looks at the folders and takes up what is new. */
  void look() throws IOException {
    if (all.isPresent()) {
      findModels(all.get());
    }
    for (Map.Entry<String, ModelVersions> model : models.entrySet()) {
      try {
        model.getValue().look();
      } catch (IOException | RuntimeException | Error e) {
        // The next look may find the folder in order again.
        LOG.warn("{}: its folder cannot be looked at: {}", model.getKey(), e.toString());
      }
    }
  }

  /** Whether at least one can be asked. */
  boolean isReady() {
    return models.values().stream().anyMatch(ModelVersions::isReady);
  }

  /** Names of those that can be asked, in order. */
  List<String> names() {
    return models.entrySet().stream()
        .filter(model -> model.getValue().isReady())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The model of a name; empty when there is none. */
  Optional<ModelVersions> find(String name) {
    return Optional.ofNullable(models.get(name));
  }

  /** Images that wait for any of them. */
  int imagesWaiting() {
    return models.values().stream().mapToInt(ModelVersions::imagesWaiting).sum();
  }

  /** Closes all, each once its last requests are answered. */
  @Override
  public void close() {
    NavigableMap<String, ModelVersions> last = models;
    models = new TreeMap<>();
    last.values().forEach(ModelVersions::close);
  }

  private void findModels(Path folder) throws IOException {
    NavigableMap<String, Path> found = new TreeMap<>();
    try (Stream<Path> children = Files.list(folder)) {
      children
          .filter(child -> !child.getFileName().toString().startsWith("."))
          .filter(ServedModels::isModel)
          .forEach(child -> found.put(child.getFileName().toString(), child));
    }
    NavigableMap<String, ModelVersions> next = new TreeMap<>(models);
    found.keySet().removeAll(models.keySet());
    found.forEach(
        (name, child) -> {
          ModelVersions versions = maker.apply(name, child);
          metrics.modelServed(name, versions::currentNumber);
          next.put(name, versions);
        });
    NavigableMap<String, ModelVersions> gone = new TreeMap<>(next);
    gone.keySet().removeIf(name -> Files.exists(folder.resolve(name)));
    next.keySet().removeAll(gone.keySet());
    models = next;
    gone.forEach(
        (name, versions) -> {
          LOG.info("{} is unloaded: its folder is gone", name);
          metrics.modelGone(name);
          versions.close();
        });
  }

  private static boolean isModel(Path folder) {
    try {
      return Files.isDirectory(folder)
          && (SavedModels.isVersion(folder) || !SavedModels.versions(folder).isEmpty());
    } catch (IOException e) {
      return false; // somebody else's folder
    }
  }
}
