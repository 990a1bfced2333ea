package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.apache.commons.cli.Options;
import org.glyphnet.data.DataException;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.runs.PredictionsCsv;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecordFile;
import org.glyphnet.saving.RestoreCheck;
import org.glyphnet.training.Evaluation;

/** {@code verify}: restores what a run saved and checks that it is the trained network. */
public final class VerifyCommand implements Command {
  @Override
  public String name() {
    return "verify";
  }

  @Override
  public String summary() {
    return "restores a run's checkpoint and SavedModel and checks that they are equal";
  }

  @Override
  public String synopsis() {
    return "[options] [RUN]";
  }

  @Override
  public boolean takesWords() {
    return true;
  }

  @Override
  public Options options() {
    return new OptionList()
        .with(RunChoice.options())
        .with(DataOptions.placeOption())
        .value(
            "checkpoint",
            "PREFIX",
            "the checkpoint, without suffix (default: the run's classifier-final)")
        .value(
            "saved-model",
            "DIR",
            "the SavedModel version's folder (default: the one that the run exported)")
        .value("threads", "N", "threads that compute (default: as in training)")
        .toOptions();
  }

  @Override
  public void run(Arguments arguments, PrintStream out) throws IOException {
    RunFolder folder = RunChoice.one(arguments, name());
    RunRecord record = RunRecordFile.read(folder.record());
    RunRecord.Outcome outcome = record.outcome();
    if (outcome == null) {
      throw new DataException(
          folder.path() + ": was not trained to its end, so there is no result to verify");
    }
    Path checkpoint = arguments.path("checkpoint", folder.path().resolve(outcome.checkpoint()));
    Path savedModel = arguments.path("saved-model", Path.of(outcome.savedModel()));
    SessionSettings settings =
        new SessionSettings(arguments.integer("threads", record.threads(), 1, 1024));
    DataOptions.Chosen data = DataOptions.again(record, arguments).load(out);
    PredictionsCsv.Predictions predictions =
        PredictionsCsv.read(folder.predictions(), data.split());
    RestoreCheck.Parts trained =
        new RestoreCheck.Parts(
            new Evaluation(
                outcome.trainAccuracy(),
                outcome.trainCost(),
                predictions.train(),
                outcome.trainScoresSha256()),
            new Evaluation(
                outcome.testAccuracy(),
                outcome.testCost(),
                predictions.test(),
                outcome.testScoresSha256()));
    new Verification(data.dataset(), data.split(), settings, out)
        .run(trained, checkpoint, savedModel);
  }
}
