package org.glyphnet.saving;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.glyphnet.data.DataException;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/** Reads the files that hold graphs. */
final class GraphFiles {
  private GraphFiles() {}

  /**
   * The meta graphs of a SavedModel's version, at least one.
   *
   * @throws DataException when the file is missing, damaged or holds none
   */
  static List<MetaGraphDef> ofVersion(VersionFolder version) throws IOException {
    Path file = version.graphs();
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

  /**
   * The meta graph of a checkpoint.
   *
   * @throws DataException when the file is missing, damaged or holds none
   */
  static MetaGraphDef ofCheckpoint(CheckpointPath checkpoint) throws IOException {
    Path file = checkpoint.meta();
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
