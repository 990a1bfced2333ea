package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.glyphnet.runs.Environment;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecordFile;

/** {@code train --resume RUN}: a run as its record tells, with the options it was begun with. */
final class ResumedRun {
  static final String RESUME = "resume";

  /** Options that change no number that was trained or would be; another is refused. */
  private static final Set<String> FREE =
      Set.of(
          RESUME,
          LiveChart.SHOW,
          "epochs",
          "max-to-keep",
          "save-every",
          "report-every",
          "data-dir",
          "runs-dir",
          "saved-models",
          "model");

  private ResumedRun() {}

  static Options options() {
    return new OptionList()
        .value(
            RESUME,
            "RUN",
            "go on with a run that was stopped, from its newest complete checkpoint and with the"
                + " options it was begun with: it ends in the same bits as one that never stopped;"
                + " with a higher --epochs a finished run goes on too")
        .toOptions();
  }

  /** The folder of the run that is to go on. */
  static RunFolder find(Arguments arguments, Path runsDir) {
    return new RunFolder(
        RunChoice.find(arguments.text(RESUME).orElseThrow(), runsDir, RunFolder.RECORD));
  }

  /**
   * What is to be trained.
   *
   * @param known the options of the command
   * @throws UsageException when an option is given that would change what is trained
   * @throws org.glyphnet.data.DataException when the record is damaged, or the data is not what the
   *     run was begun with
   */
  static TrainingJob of(RunFolder folder, Arguments arguments, Options known, PrintStream out)
      throws IOException {
    RunRecord record = RunRecordFile.read(folder.record());
    refuseOthers(record, arguments, known);
    TrainingOptions training = TrainingOptions.again(record, arguments);
    int done = Math.max(1, record.epochs().size() - 1); // the untrained network's is no epoch
    if (training.plan().epochs() < done) {
      throw new UsageException(
          "--epochs: the run has " + done + " behind it; it takes a number from " + done + " up");
    }
    if (!Environment.machine().equals(record.machine())
        || !Environment.versions().equals(record.versions())) {
      out.println(
          "Begun on another machine or with other versions; the results can differ in the last"
              + " bits from those of a run that was never stopped");
    }
    DataOptions.Chosen data = DataOptions.again(record, arguments).load(out);
    Path model = training.modelFolder(data.dataset());
    Map<String, String> options = new LinkedHashMap<>(record.options());
    options.putAll(training.values(record.run(), model));
    return new TrainingJob(
        folder,
        record.withPlan(training.plan(), options),
        data.dataset(),
        data.split(),
        model,
        training.maxToKeep(),
        training.saveEvery(),
        true);
  }

  private static void refuseOthers(RunRecord record, Arguments arguments, Options known) {
    DataOptions data = DataOptions.of(arguments);
    Map<String, String> typed = new HashMap<>(data.values());
    typed.putAll(NetworkOptions.of(arguments).values());
    TrainingOptions training = TrainingOptions.of(arguments, data.seed());
    typed.putAll(training.values(training.run().orElse(record.run()), Path.of("any")));
    List<String> others = new ArrayList<>();
    for (Option option : known.getOptions()) {
      String name = option.getLongOpt();
      String was = record.options().get(name);
      if (arguments.has(name) && !FREE.contains(name) && !typed.get(name).equals(was)) {
        others.add("--" + name + " " + typed.get(name) + " (it was " + was + ")");
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
