package org.glyphnet.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImagePreparation;
import org.glyphnet.data.Split;
import org.glyphnet.data.folders.FolderSettings;
import org.glyphnet.data.sources.DatasetChoice;
import org.glyphnet.data.sources.Datasets;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.StoredPath;

/**
 * A data set in memory, divided.
 *
 * @param settings what was asked for; the choice is what it came to, never {@code auto}
 * @param notice why another data set than the wanted one was taken, empty when it was not
 * @param dataset the images
 * @param split how they are divided
 */
public record LoadedData(DataSettings settings, String notice, ImageDataset dataset, Split split) {

  /**
   * Loads and divides.
   *
   * @param likeThose how pictures become images, where they are to be like those of a model
   * @param seed what synthetic digits and the division are drawn from
   * @throws DataException when it cannot be had or is damaged
   */
  static LoadedData load(
      DataSettings settings, Optional<ImagePreparation> likeThose, long seed, JobListener listener)
      throws IOException {
    FolderSettings folders = settings.pictures().forFolders();
    return load(settings, likeThose.map(folders::as).orElse(folders), seed, listener);
  }

  private static LoadedData load(
      DataSettings settings, FolderSettings folders, long seed, JobListener listener)
      throws IOException {
    Datasets.Loaded loaded =
        new Datasets(settings.mnistFolder(), Datasets.userCache(), listener)
            .load(settings.choice(), settings.images(), seed, folders);
    ImageDataset dataset = loaded.dataset();
    DataSettings cameTo =
        settings
            .from(loaded.choice(), settings.mnistFolder())
            .divided(kind(settings.split(), loaded));
    LoadedData data =
        new LoadedData(
            cameTo,
            loaded.notice(),
            dataset,
            Split.of(cameTo.split(), dataset, settings.validation(), seed));
    listener.dataLoaded(data);
    return data;
  }

  /** Folders that have parts are divided by them, where nothing else was asked for. */
  private static Split.Kind kind(Split.Kind wanted, Datasets.Loaded loaded) {
    if (wanted != Split.Kind.AUTO) {
      return wanted;
    }
    boolean own =
        loaded.choice() instanceof DatasetChoice.Folder && loaded.dataset().parts().isPresent();
    return own ? Split.Kind.CANONICAL : Split.Kind.RANDOM;
  }

  /**
   * Loads what a run was trained on.
   *
   * @param movedTo where the data set's files are now; empty for where they were
   * @throws DataException when it cannot be had, or is not what the run was trained on
   */
  static LoadedData reload(
      RunRecord record, RunFolder folder, Optional<Path> movedTo, JobListener listener)
      throws IOException {
    DataSettings settings = settings(record, folder, movedTo);
    FolderSettings folders = settings.pictures().forFolders();
    RunRecord.Made made = record.data().made();
    LoadedData data =
        load(
            settings,
            made == null || made.preparation() == null ? folders : folders.as(made.preparation()),
            record.training().seed(),
            listener);
    String sha256 = data.dataset().sha256();
    if (!sha256.equals(record.data().sha256())) {
      throw new DataException(
          data.settings().choice()
              + ": is not what the run was trained on: SHA-256 "
              + sha256
              + ", trained on "
              + record.data().sha256());
    }
    return data;
  }

  /** What a run's record keeps of it. */
  RunRecord.Data recorded(RunFolder folder) {
    Optional<Path> place = DataPlace.of(settings);
    return new RunRecord.Data(
        settings.choice().toString(),
        place.map(path -> StoredPath.of(path, folder)).orElse(null),
        notice,
        dataset.sha256(),
        dataset.count(),
        settings.images().isPresent(),
        dataset.classNames(),
        settings.split().toString(),
        split.train().length,
        split.test().length,
        new RunRecord.Made(
            dataset.preparation().orElse(null),
            settings.pictures().skipUnreadable(),
            settings.validation()));
  }

  private static DataSettings settings(RunRecord record, RunFolder folder, Optional<Path> movedTo) {
    RunRecord.Data data = record.data();
    DatasetChoice choice = DatasetChoice.parse(data.dataset());
    Optional<Path> recorded =
        Optional.ofNullable(data.folder()).map(stored -> stored.resolve(folder));
    Optional<Path> place = movedTo.or(() -> recorded);
    if (choice instanceof DatasetChoice.RealMnist && place.filter(Files::isDirectory).isEmpty()) {
      place = movedTo.or(() -> Datasets.environment(Datasets.DATA_VARIABLE));
    }
    return DataPlace.at(
        place,
        new DataSettings(
            choice,
            Optional.empty(),
            data.cut() ? Optional.of(data.images()) : Optional.empty(),
            Split.Kind.valueOf(data.split().toUpperCase(Locale.ROOT)),
            new PictureSettings(
                Optional.empty(),
                ImagePreparation.Fit.CROP,
                data.made() != null && data.made().skipUnreadable()),
            data.made() == null ? 0 : data.made().validation()));
  }
}
