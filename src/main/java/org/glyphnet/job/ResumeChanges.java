package org.glyphnet.job;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What may be another when a run is resumed than when it was begun, because it changes no number
 * that was trained. Immutable; what is empty stays as it was.
 *
 * @param epochs passes over the training images, those that are done included
 * @param reportEvery see {@link org.glyphnet.training.TrainingPlan#reportEvery}
 * @param maxToKeep how many of the checkpoints after each epoch are kept
 * @param saveEvery steps from one checkpoint within an epoch to the next
 * @param savedModels folder of the models
 * @param model name of the SavedModel
 * @param dataFolder where the data set's files are now
 */
public record ResumeChanges(
    Optional<Integer> epochs,
    Optional<Integer> reportEvery,
    Optional<Integer> maxToKeep,
    Optional<Integer> saveEvery,
    Optional<Path> savedModels,
    Optional<String> model,
    Optional<Path> dataFolder) {
  /** Everything as it was. */
  public static final ResumeChanges NONE =
      new ResumeChanges(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** The same with another number of epochs. */
  public ResumeChanges withEpochs(int newEpochs) {
    return new ResumeChanges(
        Optional.of(newEpochs), reportEvery, maxToKeep, saveEvery, savedModels, model, dataFolder);
  }
}
