package org.glyphnet.job;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a run starts from. Immutable.
 *
 * @param model folder of a model, a version of it, or a run; empty for random weights
 * @param frozen whether the convolutions stay as they are in the model
 */
public record StartSettings(Optional<Path> model, boolean frozen) {
  /** Random weights. */
  public static final StartSettings RANDOM = new StartSettings(Optional.empty(), false);

  /**
   * @throws SettingsException when convolutions are frozen that nothing was learnt with
   */
  public StartSettings {
    if (frozen && model.isEmpty()) {
      throw new SettingsException(
          "convolutions with random weights cannot stay as they are; start from a model");
    }
  }

  /** Every setting by name. */
  void addTo(Map<String, String> values) {
    values.put("from", model.map(Path::toString).orElse(""));
    values.put("freeze", frozen ? "conv" : "none");
  }
}
