package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.glyphnet.data.DataException;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecordFile;
import org.glyphnet.saving.ModelNotes;
import org.glyphnet.saving.SavedModelExporter;
import org.glyphnet.saving.SavedModels;
import org.glyphnet.saving.Signatures;

/** {@code export}: a run's network as a SavedModel for inference only, small enough to ship. */
final class ExportCommand implements Command {
  @Override
  public Declaration declaration() {
    return new Declaration(
        "export", "writes a run's network as a small SavedModel for inference only", "[RUN]");
  }

  @Override
  public OptionList options() {
    return new OptionList()
        .with(RunChoice.options())
        .value(
            "checkpoint",
            "PREFIX",
            "the checkpoint, without suffix (default: the run's classifier-final)")
        .with(TrainingOptions.modelOptions("the run's own model"));
  }

  @Override
  public void run(Arguments arguments, Screen screen) throws IOException {
    PrintStream out = screen.out();
    RunFolder folder = RunChoice.one(arguments, declaration().name());
    RunRecord record = RunRecordFile.read(folder.record());
    Path checkpoint =
        arguments.has("checkpoint")
            ? arguments.path("checkpoint", null)
            : folder.path().resolve(finished(folder, record).checkpoint());
    Path model =
        TrainingOptions.savedModels(arguments)
            .resolve(TrainingOptions.model(arguments).orElse(record.outputs().model()));
    Path version =
        SavedModelExporter.exportForServing(
            model,
            new SavedModelExporter.Trained(
                record.network(),
                checkpoint,
                new ModelNotes(
                    record.data().classNames(),
                    Optional.ofNullable(record.data().made()).map(RunRecord.Made::preparation)),
                Stream.of(folder.record(), folder.epochs(), folder.chart("png"))
                    .filter(Files::isRegularFile)
                    .toList()),
            new SessionSettings(record.threads()));
    out.printf(
        Locale.ROOT,
        "Exported %s as %s, %.2f MB, tag %s; how it was trained is in its %s%n",
        checkpoint,
        version,
        bytes(version) / 1e6,
        Signatures.SERVE_TAG,
        SavedModels.EXTRA_ASSETS);
  }

  private static RunRecord.Outcome finished(RunFolder folder, RunRecord record) {
    if (record.outcome() == null) {
      throw new DataException(
          folder.path()
              + ": was not trained to its end; name one of its checkpoints with --checkpoint");
    }
    return record.outcome();
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
