package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.glyphnet.job.Verification;
import org.glyphnet.runs.RunFolder;

/** {@code verify}: restores what a run saved and checks that it is the trained network. */
final class VerifyCommand implements Command {
  private static final String CHECKPOINT = "checkpoint";
  private static final String SAVED_MODEL = "saved-model";

  @Override
  public Declaration declaration() {
    return new Declaration(
        "verify",
        "restores a run's checkpoint and SavedModel and checks that they are equal",
        "[RUN]");
  }

  @Override
  public OptionList options() {
    return new OptionList()
        .with(RunChoice.options())
        .with(DataOptions.placeOption())
        .value(
            CHECKPOINT,
            "PREFIX",
            "the checkpoint, without suffix (default: the run's classifier-final)")
        .value(
            SAVED_MODEL,
            "DIR",
            "the SavedModel version's folder (default: the one that the run exported)")
        .value("threads", "N", "threads that compute (default: as in training)")
        .flag(TrainingOptions.TRUST_MODEL, TrainingOptions.TRUST_MODEL_HELP);
  }

  @Override
  public void run(Arguments arguments, Screen screen) throws IOException {
    PrintStream out = screen.out();
    RunFolder folder = RunChoice.one(arguments, declaration().name());
    Verification.Changes changes =
        new Verification.Changes(
            path(arguments, CHECKPOINT),
            path(arguments, SAVED_MODEL),
            TrainingOptions.threads(arguments),
            DataOptions.place(arguments),
            arguments.has(TrainingOptions.TRUST_MODEL));
    try (JobConsole console = new JobConsole(screen)) {
      VerificationTable.print(Verification.of(folder, changes, console), out);
    }
  }

  private static Optional<Path> path(Arguments arguments, String option) {
    return arguments.has(option) ? Optional.of(arguments.path(option, null)) : Optional.empty();
  }
}
