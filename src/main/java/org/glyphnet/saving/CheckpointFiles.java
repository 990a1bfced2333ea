package org.glyphnet.saving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.glyphnet.data.DataException;
import org.glyphnet.files.Sha256;
import org.tensorflow.proto.MetaGraphDef;

/** The files of checkpoints that are there: checked, and deleted. */
final class CheckpointFiles {
  private CheckpointFiles() {}

  /**
   * Checks a checkpoint: every file against its checksums, the data against the graph. Checkpoints
   * of other programs have no {@code .progress}; for them there are only the format's own
   * checksums.
   *
   * @return its graph
   * @throws DataException when something is missing, damaged or does not fit
   */
  static MetaGraphDef check(CheckpointPath checkpoint) throws IOException {
    if (Files.exists(checkpoint.progress())) {
      ProgressFile progress = ProgressFile.read(checkpoint);
      checkSum(checkpoint.index(), progress.indexSha256());
      checkSum(checkpoint.meta(), progress.metaSha256());
    }
    MetaGraphDef meta = GraphFiles.ofCheckpoint(checkpoint);
    TensorBundle bundle = TensorBundle.read(checkpoint);
    bundle.checkData();
    if (Files.exists(checkpoint.progress())) {
      bundle.checkFits(meta.getGraphDef());
    } else {
      bundle.checkFitsWhereThere(meta.getGraphDef());
    }
    return meta;
  }

  /** Deletes a checkpoint, its index first: without one it is no checkpoint any more. */
  static void delete(CheckpointPath checkpoint) throws IOException {
    List<Path> indexFirst = new ArrayList<>(checkpoint.files());
    Collections.reverse(indexFirst);
    for (Path file : indexFirst) {
      Files.deleteIfExists(file);
    }
  }

  /**
   * Deletes the files of damaged and half saved checkpoints; files whose names this program does
   * not give are not touched.
   *
   * @param kept names of the checkpoints that stay
   */
  static void deleteOthers(Path folder, List<String> kept) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.list(folder)) {
      all = files.toList();
    }
    for (Path file : all) {
      Optional<String> name = CheckpointPath.nameOfNumbered(file.getFileName().toString());
      if (name.isPresent() && !kept.contains(name.get())) {
        Files.delete(file);
      }
    }
  }

  private static void checkSum(Path file, String expected) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + ": not found");
    }
    if (!Sha256.of(Files.readAllBytes(file)).equals(expected)) {
      throw new DataException(file + ": damaged: its checksum does not fit");
    }
  }
}
