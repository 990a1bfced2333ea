package org.glyphnet.saving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.glyphnet.Internal;
import org.glyphnet.data.DataException;
import org.tensorflow.proto.MetaGraphDef;

/**
 * What was saved, read as messages, without a session.
 *
 * @param kind {@code SavedModel} or {@code checkpoint}
 * @param path the SavedModel's folder, or the checkpoint's prefix
 * @param metaGraphs its meta graphs
 */
@Internal
public record SavedFile(String kind, Path path, List<MetaGraphDef> metaGraphs) {
  /** The kind of a SavedModel. */
  public static final String SAVED_MODEL = "SavedModel";

  /**
   * Reads what is at a path: a SavedModel's folder, a model's folder of versions (the newest is
   * taken), a checkpoint's prefix, or a folder of checkpoints (the latest is taken).
   *
   * @throws DataException when it is none of these, or damaged
   */
  public static SavedFile open(Path path) throws IOException {
    if (VersionFolder.is(path)) {
      return savedModel(path);
    }
    if (Files.isRegularFile(new CheckpointPath(path).meta())) {
      return checkpoint(path);
    }
    if (CheckpointState.isIn(path)) {
      return checkpoint(CheckpointState.latest(path).prefix());
    }
    if (Files.isDirectory(path)) {
      return savedModel(SavedModels.version(path));
    }
    throw new DataException(
        path
            + ": neither a SavedModel's folder nor a checkpoint; give for example saved_models/NAME/1 or"
            + " runs/NAME/checkpoints/classifier-final");
  }

  private static SavedFile savedModel(Path version) throws IOException {
    return new SavedFile(SAVED_MODEL, version, GraphFiles.ofVersion(new VersionFolder(version)));
  }

  private static SavedFile checkpoint(Path prefix) throws IOException {
    return new SavedFile(
        "checkpoint", prefix, List.of(GraphFiles.ofCheckpoint(new CheckpointPath(prefix))));
  }
}
