package org.glyphnet.runs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.glyphnet.files.DurableFiles;

/** What a run writes, and where in its folder. */
public record RunFolder(Path path) {
  /** Name of the file that makes a folder a run's; see {@link #record}. */
  public static final String RECORD = "run.json";

  /**
   * Makes the folder of a new run.
   *
   * @throws FileAlreadyExistsException when there is one of that name already; it is left as it is
   */
  public static RunFolder create(Path runs, String name) throws IOException {
    RunFolder folder = new RunFolder(runs.resolve(name));
    if (folder.isTaken()) {
      throw new FileAlreadyExistsException(folder.path().toString());
    }
    Files.createDirectories(folder.checkpoints());
    return folder;
  }

  /**
   * Whether there is anything there; an empty folder for checkpoints is what a run leaves that was
   * killed before it began.
   */
  public boolean isTaken() throws IOException {
    if (!Files.exists(path)) {
      return false;
    }
    try (Stream<Path> all = Files.walk(path)) {
      return !all.allMatch(
          one -> one.equals(path) || one.equals(checkpoints()) || one.equals(lock()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Deletes what a killed process has left half written; the caller holds the {@link RunLock}. */
  public void deleteLeftOver() throws IOException {
    Files.createDirectories(checkpoints());
    DurableFiles.deleteLeftOver(path);
    DurableFiles.deleteLeftOver(checkpoints());
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
    return path.resolve(RECORD);
  }

  /** The result of every epoch as a table; see {@link EpochsCsv}. */
  public Path epochs() {
    return path.resolve("epochs.csv");
  }

  /** What the trained network made of every image; see {@link PredictionsCsv}. */
  public Path predictions() {
    return path.resolve("predictions.csv");
  }

  /** What a step takes of each machine of a cluster; see {@link ClusterCsv}. */
  public Path cluster() {
    return path.resolve("cluster.csv");
  }

  /** The file that a process locks while it trains here; see {@link RunLock}. */
  public Path lock() {
    return path.resolve(".lock");
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
