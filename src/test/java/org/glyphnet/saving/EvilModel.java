package org.glyphnet.saving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/** A SavedModel whose graph writes a file. */
public final class EvilModel {
  private EvilModel() {}

  /**
   * Makes one.
   *
   * @param model folder of the version
   * @param target what its operation {@code write} writes "hello" into
   */
  public static Path write(Path model, Path target) throws IOException {
    Files.createDirectories(model);
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      tf.withName("write").io.writeFile(tf.constant(target.toString()), tf.constant("hello"));
      MetaGraphDef.Builder meta = MetaGraphDef.newBuilder().setGraphDef(graph.toGraphDef());
      meta.getMetaInfoDefBuilder().addTags(Signatures.SERVE_TAG);
      Files.write(
          model.resolve("saved_model.pb"),
          SavedModel.newBuilder()
              .setSavedModelSchemaVersion(1)
              .addMetaGraphs(meta)
              .build()
              .toByteArray());
    }
    return model;
  }
}
