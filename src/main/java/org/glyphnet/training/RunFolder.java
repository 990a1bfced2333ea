package org.glyphnet.training;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a run writes, and where in its folder. */
public record RunFolder(Path path) {
  /**
   * Makes the folder of a new run.
   *
   * @throws FileAlreadyExistsException when there is one of that name already; it is left as it is
   */
  public static RunFolder create(Path runs, String name) throws IOException {
    Files.createDirectories(runs);
    RunFolder folder = new RunFolder(Files.createDirectory(runs.resolve(name)));
    Files.createDirectory(folder.checkpoints());
    return folder;
  }

  /** The run's name. */
  public String name() {
    return path.toAbsolutePath().normalize().getFileName().toString();
  }

  /**
   * Every option, the data set, versions, machine and the result of every epoch; see {@link
   * RunRecord}.
   */
  public Path record() {
    return path.resolve("run.json");
  }

  /** The result of every epoch as a table; see {@link EpochsCsv}. */
  public Path epochs() {
    return path.resolve("epochs.csv");
  }

  /** What the trained network made of every image; see {@link PredictionsCsv}. */
  public Path predictions() {
    return path.resolve("predictions.csv");
  }

  /** Folder of the checkpoints. */
  public Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /** The error-per-epoch chart, without its ending. */
  public Path chart(String ending) {
    return path.resolve("error-per-epoch." + ending);
  }

  /** The page about the run. */
  public Path report() {
    return path.resolve("report.html");
  }
}
