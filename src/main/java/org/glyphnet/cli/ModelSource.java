package org.glyphnet.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.glyphnet.saving.SavedModels;
import org.glyphnet.serving.HttpService;
import org.glyphnet.serving.ServiceSettings;

/**
 * What a service serves.
 *
 * @param folder of one model's versions, of one version, or of all models
 * @param several whether it is of all models
 * @param note why it was taken, for the first line; empty when it was named
 */
record ModelSource(Path folder, boolean several, String note) {
  /** Option that names a folder of models. */
  static final String MODELS = "models";

  /** Option that gives a version a label. */
  static final String LABEL = "label";

  /**
   * As the options say.
   *
   * @throws UsageException when they contradict one another, or there is no model
   */
  static ModelSource of(Arguments arguments) throws IOException {
    if (!arguments.has(MODELS)) {
      ModelChoice choice = ModelChoice.of(arguments);
      return new ModelSource(choice.folder(), false, choice.note());
    }
    for (String other : new String[] {ModelChoice.MODEL, ModelChoice.SAVED_MODELS}) {
      if (arguments.has(other)) {
        throw new UsageException("--models and --" + other + " name different things; give one");
      }
    }
    if (arguments.has(LABEL)) {
      throw new UsageException(
          "--label is of one model; with --models each model's own version_labels.json tells its"
              + " labels");
    }
    return new ModelSource(arguments.path(MODELS, null), true, "");
  }

  /** Loads and listens; the service is the caller's to close. */
  HttpService start(ServiceSettings settings) throws IOException {
    return several
        ? HttpService.startAll(folder, settings)
        : HttpService.start(nameOf(folder), folder, settings);
  }

  /** A model's name is its folder's; a version's folder lies in its model's. */
  private static String nameOf(Path model) {
    Path folder = model.toAbsolutePath().normalize();
    boolean version =
        SavedModels.isVersion(folder)
            && folder.getFileName().toString().matches("[0-9]+")
            && folder.getParent().getFileName() != null;
    return (version ? folder.getParent() : folder).getFileName().toString();
  }
}
