package org.glyphnet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Stream;
import org.glyphnet.saving.SavedModels;

/**
 * Which model a command asks: the one that was named, or the one whose newest version was written
 * last.
 *
 * @param folder of the model's versions, or of one version
 * @param note why it was taken, for the first line; empty when it was named
 */
record ModelChoice(Path folder, String note) {
  /** Option that names the model. */
  static final String MODEL = "model";

  /** Option that says where models are. */
  static final String SAVED_MODELS = "saved-models";

  /** System property that the start script sets: the folder of the program, which has a model. */
  private static final String HOME = "glyphnet.home";

  private static final String FOLDER = "saved_models";

  /** The options, the model's described so. */
  static OptionList options() {
    return new OptionList()
        .value(
            MODEL,
            "NAME|DIR",
            "a model's name under --saved-models, its folder of versions, or the folder of one"
                + " version (default: the model whose newest version was written last, else the"
                + " one that comes with the program)")
        .value(SAVED_MODELS, "DIR", "where models are (default: " + FOLDER + ")");
  }

  /**
   * The model that is meant.
   *
   * @throws UsageException when none is named and there is none
   */
  static ModelChoice of(Arguments arguments) throws IOException {
    Path all = arguments.path(SAVED_MODELS, Path.of(FOLDER));
    Optional<String> typed = arguments.text(MODEL);
    if (typed.isPresent()) {
      Path folder = Arguments.asPath("--" + MODEL, typed.get());
      boolean name = folder.getNameCount() == 1 && !folder.isAbsolute() && !isModel(folder);
      return new ModelChoice(name ? all.resolve(folder) : folder, "");
    }
    Optional<Path> newest = newest(all);
    if (newest.isPresent()) {
      return new ModelChoice(newest.get(), " (the newest in " + all + "; --model names another)");
    }
    String home = System.getProperty(HOME, "");
    Optional<Path> shipped = home.isEmpty() ? Optional.empty() : newest(Path.of(home, FOLDER));
    return new ModelChoice(
        shipped.orElseThrow(
            () ->
                new UsageException(
                    "--model is needed: "
                        + all
                        + " has no model (in "
                        + all.toAbsolutePath().getParent()
                        + "); 'glyphnet train' makes one")),
        " (comes with the program: there is none in " + all + "; --model names another)");
  }

  /** Whether a folder is a version's, or a model's with at least one version. */
  static boolean isModel(Path folder) {
    return SavedModels.isVersion(folder) || newestVersion(folder).isPresent();
  }

  private static Optional<Path> newest(Path all) throws IOException {
    if (!Files.isDirectory(all)) {
      return Optional.empty();
    }
    try (Stream<Path> children = Files.list(all)) {
      // Written at the same moment: the name decides, so that the answer is always the same.
      return children
          .filter(model -> newestVersion(model).isPresent())
          .max(
              Comparator.comparingLong(
                      (Path model) -> newestVersion(model).orElseThrow().toFile().lastModified())
                  .thenComparing(Comparator.naturalOrder()));
    }
  }

  private static Optional<Path> newestVersion(Path model) {
    try {
      NavigableMap<Long, Path> versions = SavedModels.versions(model);
      return versions.isEmpty() ? Optional.empty() : Optional.of(versions.lastEntry().getValue());
    } catch (IOException e) {
      return Optional.empty(); // somebody else's folder
    }
  }
}
