package org.glyphnet.saving;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.glyphnet.data.DataException;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/**
 * What was saved, read as messages, without a session.
 *
 * @param kind {@code SavedModel} or {@code checkpoint}
 * @param path the SavedModel's folder, or the checkpoint's prefix
 * @param metaGraphs its meta graphs
 */
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
    if (Files.isRegularFile(path.resolve("saved_model.pb"))) {
      return new SavedFile(SAVED_MODEL, path, savedModel(path));
    }
    if (Files.isRegularFile(metaFile(path))) {
      return checkpoint(path);
    }
    if (Files.isRegularFile(path.resolve(CheckpointState.FILE_NAME))) {
      return checkpoint(Checkpoints.latest(path));
    }
    if (Files.isDirectory(path)) {
      Path version = SavedModels.newestVersion(path);
      return new SavedFile(SAVED_MODEL, version, savedModel(version));
    }
    throw new DataException(
        path
            + ": neither a SavedModel's folder nor a checkpoint; give for example saved_models/NAME/1 or"
            + " runs/NAME/checkpoints/classifier-final");
  }

  /** The checkpoint's graph file. */
  static Path metaFile(Path prefix) {
    return prefix.resolveSibling(prefix.getFileName() + ".meta");
  }

  /** The meta graphs of a SavedModel's version. */
  static List<MetaGraphDef> savedModel(Path version) throws IOException {
    Path file = version.resolve(SavedModels.GRAPHS_FILE);
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + ": not found; use another version");
    }
    List<MetaGraphDef> metaGraphs;
    try {
      metaGraphs = SavedModel.parseFrom(Files.readAllBytes(file)).getMetaGraphsList();
    } catch (InvalidProtocolBufferException e) {
      throw new DataException(file + ": not a SavedModel, or damaged; use another version", e);
    }
    if (metaGraphs.isEmpty()) { // as of an empty file
      throw new DataException(file + ": holds no graph; use another version");
    }
    return metaGraphs;
  }

  private static SavedFile checkpoint(Path prefix) throws IOException {
    return new SavedFile("checkpoint", prefix, List.of(metaGraph(prefix)));
  }

  /** The meta graph of a checkpoint. */
  static MetaGraphDef metaGraph(Path prefix) throws IOException {
    Path file = metaFile(prefix);
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          file
              + ": not found; give a checkpoint's path without suffix, such as"
              + " runs/NAME/checkpoints/classifier-final");
    }
    MetaGraphDef metaGraph;
    try {
      metaGraph = MetaGraphDef.parseFrom(Files.readAllBytes(file));
    } catch (InvalidProtocolBufferException e) {
      throw new DataException(file + ": not a MetaGraphDef, or damaged; use another checkpoint", e);
    }
    if (metaGraph.getGraphDef().getNodeCount() == 0) {
      // As of an empty file. Importing such a graph would end the whole process: TensorFlow is
      // handed a null pointer.
      throw new DataException(file + ": holds no graph; use another checkpoint");
    }
    return metaGraph;
  }
}
