package org.glyphnet.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImagePreparation;
import org.glyphnet.data.ImageShape;
import org.glyphnet.network.InputSpec;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecordFile;
import org.glyphnet.runs.StoredPath;
import org.glyphnet.saving.SavedModels;
import org.glyphnet.saving.StartingModel;
import org.glyphnet.training.StartingValues;

/**
 * The trained model that a run starts from.
 *
 * @param version folder of its version
 * @param model what is in it
 */
record Start(Path version, StartingModel model) {
  /**
   * The model that the settings name.
   *
   * @throws DataException when there is none, or it is no network of glyphnet's
   */
  static Optional<Start> of(TrainingSettings settings) throws IOException {
    Optional<Path> named = settings.start().model();
    return named.isEmpty()
        ? Optional.empty()
        : Optional.of(read(version(named.get()), settings.session()));
  }

  /**
   * The weights that a run's record names.
   *
   * @throws DataException when the model is not there any more, or is another
   */
  static StartingValues again(RunRecord.Start recorded, RunFolder run, SessionSettings settings)
      throws IOException {
    Path version = recorded.version().resolve(run);
    Start start = read(version, settings);
    if (!start.model().sha256().equals(recorded.sha256())) {
      throw new DataException(
          version
              + ": is not the model that the run started from: SHA-256 of its weights "
              + start.model().sha256()
              + ", started from "
              + recorded.sha256());
    }
    return start.model().values();
  }

  private static Start read(Path version, SessionSettings settings) throws IOException {
    return new Start(version, StartingModel.read(version, settings));
  }

  /** The version that a version's, a model's or a run's folder means. */
  private static Path version(Path named) throws IOException {
    RunFolder run = new RunFolder(named);
    if (Files.isRegularFile(run.record())) {
      RunRecord.Outcome outcome = RunRecordFile.read(run.record()).outcome();
      if (outcome == null) {
        throw new DataException(named + ": was not trained to its end, so it has no SavedModel");
      }
      return outcome.savedModel().resolve(run);
    }
    return SavedModels.version(named);
  }

  /** How its images were made, so that others are made alike. */
  Optional<ImagePreparation> preparation() {
    return model.notes().preparation();
  }

  /**
   * Its network for a data set's classes.
   *
   * @param settings give what a saved network does not tell: dropout, batch normalisation's
   *     momentum
   * @throws DataException when the images are not of the network's size
   */
  NetworkSpec network(NetworkSettings settings, ImageDataset dataset) {
    InputSpec input = model.spec().input();
    ImageShape shape = dataset.shape();
    if (shape.height() != input.height()
        || shape.width() != input.width()
        || shape.channels() != input.channels()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: images of %s; the model to start from takes %dx%dx%d",
              dataset.name(),
              shape,
              input.height(),
              input.width(),
              input.channels()));
    }
    return model
        .spec()
        .withClasses(dataset.classNames().size())
        .withDense(model.spec().dense().calibrated(settings.layers().calibrated()))
        .withDropout(settings.dropout())
        .withBatchNorm(settings.batchNorm().momentum(), model.spec().batchNorm().epsilon());
  }

  RunRecord.Start recorded(RunFolder folder) {
    return new RunRecord.Start(StoredPath.of(version, folder), model.sha256());
  }

  /** One line for whoever started the run. */
  String told(StartSettings settings) {
    return "Starts from "
        + version
        + (settings.frozen() ? ", whose convolutions stay as they are" : "");
  }
}
