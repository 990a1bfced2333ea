package org.glyphnet.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.glyphnet.data.DataException;
import org.glyphnet.job.StartSettings;

/** {@code train --from MODEL}: which trained model a run starts from. */
final class StartOptions {
  private static final String FROM = "from";
  private static final String FREEZE = "freeze";

  /** What the model decides. */
  private static final List<String> OF_THE_MODEL =
      List.of(
          "preset",
          "filters1",
          "filters2",
          "units",
          "kernel-size",
          "padding",
          "activation",
          "conv",
          "dense",
          "pool",
          "conv-norm",
          "head",
          "standardise");

  private StartOptions() {}

  static OptionList options() {
    return new OptionList()
        .value(
            FROM,
            "MODEL",
            "start from a trained model instead of random weights: a model's folder or name, a"
                + " version's folder, or a run; its layers are taken, and a new last one where the"
                + " classes are others")
        .value(
            FREEZE,
            "WHAT",
            "conv, so that the convolutions stay as they are in the model of --from, or none"
                + " (default: none)");
  }

  /**
   * What a run starts from.
   *
   * @throws UsageException for options that the model decides
   * @throws DataException when there is no such model
   */
  static StartSettings settings(Arguments arguments) {
    boolean frozen = frozen(arguments);
    if (!arguments.has(FROM)) {
      if (frozen) {
        throw new UsageException("--freeze needs --from, the model whose convolutions stay");
      }
      return StartSettings.RANDOM;
    }
    for (String option : OF_THE_MODEL) {
      if (arguments.has(option)) {
        throw new UsageException("--from takes the layers of the model; leave out --" + option);
      }
    }
    return new StartSettings(Optional.of(find(arguments)), frozen);
  }

  private static boolean frozen(Arguments arguments) {
    String what = arguments.text(FREEZE).orElse("none");
    if (!what.equals("conv") && !what.equals("none")) {
      throw new UsageException("--freeze: '" + what + "' is not possible; it takes conv or none");
    }
    return what.equals("conv");
  }

  private static Path find(Arguments arguments) {
    Path typed = arguments.path(FROM, Path.of(""));
    for (Path place :
        List.of(
            typed,
            TrainingOptions.savedModels(arguments).resolve(typed),
            RunChoice.runsDir(arguments).resolve(typed))) {
      if (Files.isDirectory(place)) {
        return place;
      }
    }
    throw new DataException(
        typed + ": no such model; --from takes a model's or version's folder, or a run");
  }
}
