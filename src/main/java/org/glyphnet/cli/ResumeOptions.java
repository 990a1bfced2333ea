package org.glyphnet.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.cli.Option;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecordFile;

/** {@code train --resume RUN}: which run, and that nothing is typed that would change it. */
final class ResumeOptions {
  static final String RESUME = "resume";

  /** Options that change no number that was trained or would be; another is refused. */
  private static final Set<String> FREE =
      Set.of(
          RESUME,
          LiveChart.SHOW,
          MlflowOptions.MLFLOW,
          ClusterOptions.CLUSTER,
          ClusterOptions.TRUST,
          ClusterOptions.STEP_LIMIT,
          ClusterOptions.WORKER_LIMIT,
          "epochs",
          "max-to-keep",
          "save-every",
          "report-every",
          "data-dir",
          "runs-dir",
          "saved-models",
          "model");

  private ResumeOptions() {}

  static OptionList options() {
    return new OptionList()
        .value(
            RESUME,
            "RUN",
            "go on with a run that was stopped, from its newest complete checkpoint and with the"
                + " options it was begun with: it ends in the same bits as one that never stopped;"
                + " with a higher --epochs a finished run goes on too; where its data set's files"
                + " are now, --data-dir tells");
  }

  /** The folder of the run that is to go on. */
  static RunFolder find(Arguments arguments, Path runsDir) {
    return new RunFolder(
        RunChoice.find(arguments.text(RESUME).orElseThrow(), runsDir, RunFolder.RECORD));
  }

  /**
   * Checks that no option is typed that would change what is trained.
   *
   * @param known the options of the command
   */
  static void refuseOthers(RunFolder run, Arguments arguments, OptionList known)
      throws IOException {
    Map<String, String> was = RunRecordFile.read(run.record()).options();
    Map<String, String> typed = TrainingOptions.settings(arguments).values();
    List<String> others = new ArrayList<>();
    for (Option option : known.toOptions().getOptions()) {
      String name = option.getLongOpt();
      if (arguments.has(name)
          && !FREE.contains(name)
          && !typed.get(name).equals(was.getOrDefault(name, typed.get(name)))) {
        others.add("--" + name + " " + typed.get(name) + " (it was " + was.get(name) + ")");
      }
    }
    if (!others.isEmpty()) {
      throw new UsageException(
          "--resume goes on with what the run was begun with; leave out "
              + String.join(", ", others)
              + ", or train a new run");
    }
  }
}
