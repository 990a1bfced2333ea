package org.glyphnet.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.runs.PredictionsCsv;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecordFile;
import org.glyphnet.saving.RestoreCheck;
import org.glyphnet.saving.RestoredModel;
import org.glyphnet.saving.Signatures;
import org.glyphnet.training.Evaluation;

/**
 * Whether what a run saved is what it trained: checkpoint and SavedModel, each restored from its
 * files alone and evaluated on every image.
 *
 * @param checkpoint the restored checkpoint beside the trained network
 * @param savedModel the loaded SavedModel beside the trained network
 * @param images how many images each was evaluated on
 */
public record Verification(RestoreCheck checkpoint, RestoreCheck savedModel, int images) {
  /**
   * What is verified otherwise than the record says.
   *
   * @param checkpoint prefix of the checkpoint
   * @param savedModel folder of the SavedModel's version
   * @param threads threads that compute
   * @param dataFolder where the data set's files are now
   * @param trustsModels whether graphs are run even if they reach files, the network or Python
   */
  public record Changes(
      Optional<Path> checkpoint,
      Optional<Path> savedModel,
      Optional<Integer> threads,
      Optional<Path> dataFolder,
      boolean trustsModels) {
    /** Everything as it was. */
    public static final Changes NONE =
        new Changes(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  /** Whether both are the trained network: the same accuracies, and every prediction the same. */
  public boolean holds() {
    return checkpoint.holds() && savedModel.holds();
  }

  /** Whether every score of both is equal to the last bit, too. */
  public boolean scoresEqual() {
    return checkpoint.scoresEqual() && savedModel.scoresEqual();
  }

  /**
   * Verifies a finished run.
   *
   * @throws DataException when the run has no result, its data is not what it was, or what it saved
   *     is missing or damaged
   */
  public static Verification of(RunFolder folder, Changes changes, JobListener listener)
      throws IOException {
    RunRecord record = RunRecordFile.read(folder.record());
    RunRecord.Outcome outcome = record.outcome();
    if (outcome == null) {
      throw new DataException(
          folder.path() + ": was not trained to its end, so there is no result to verify");
    }
    LoadedData data = LoadedData.reload(record, folder, changes.dataFolder(), listener);
    PredictionsCsv.Predictions predictions =
        PredictionsCsv.read(folder.predictions(), data.split());
    RestoreCheck.Parts trained =
        new RestoreCheck.Parts(
            outcome.train().with(predictions.train()), outcome.test().with(predictions.test()));
    Path checkpoint =
        changes.checkpoint().orElseGet(() -> folder.path().resolve(outcome.checkpoint()));
    Path savedModel =
        changes
            .savedModel()
            .or(() -> Optional.ofNullable(outcome.savedModel()).map(place -> place.resolve(folder)))
            .orElseThrow(
                () ->
                    new DataException(folder.record() + ": names no SavedModel; give its folder"));
    SessionSettings session =
        new SessionSettings(changes.threads().orElse(record.threads()), changes.trustsModels());
    return of(
        trained,
        new Saved(checkpoint, savedModel),
        data.dataset(),
        data.split(),
        session,
        listener);
  }

  /**
   * What a run saved.
   *
   * @param checkpoint prefix of the checkpoint
   * @param savedModel folder of the SavedModel's version
   */
  record Saved(Path checkpoint, Path savedModel) {}

  static Verification of(
      RestoreCheck.Parts trained,
      Saved saved,
      ImageDataset dataset,
      Split split,
      SessionSettings session,
      JobListener listener)
      throws IOException {
    listener.restoring(JobListener.Output.CHECKPOINT, saved.checkpoint());
    RestoreCheck checkpoint;
    try (RestoredModel model = RestoredModel.fromCheckpoint(saved.checkpoint(), session)) {
      checkpoint = RestoreCheck.compare(trained, evaluate(model, dataset, split, listener));
    }
    listener.restored(checkpoint);
    listener.restoring(JobListener.Output.SAVED_MODEL, saved.savedModel());
    RestoreCheck savedModel;
    try (RestoredModel model =
        RestoredModel.fromSavedModel(saved.savedModel(), Signatures.TRAIN_TAG, session)) {
      savedModel = RestoreCheck.compare(trained, evaluate(model, dataset, split, listener));
    }
    listener.restored(savedModel);
    return new Verification(checkpoint, savedModel, split.train().length + split.test().length);
  }

  private static RestoreCheck.Parts evaluate(
      RestoredModel model, ImageDataset dataset, Split split, JobListener listener) {
    int train = split.train().length;
    int total = train + split.test().length;
    return new RestoreCheck.Parts(
        Evaluation.of(
            model.session(), dataset, split.train(), done -> listener.evaluated(done, total)),
        Evaluation.of(
            model.session(),
            dataset,
            split.test(),
            done -> listener.evaluated(train + done, total)));
  }
}
