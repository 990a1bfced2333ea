package org.glyphnet.saving;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImageShape;
import org.glyphnet.engine.Engine;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.network.TensorNames;
import org.tensorflow.Graph;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.types.TString;

/**
 * A saved network in a session of its own, as somebody gets it who has only the files: the graph is
 * imported, not rebuilt. Owns graph and session; {@link #close} frees both.
 */
public final class RestoredModel implements AutoCloseable {
  private final Session session;
  private final MetaGraphDef metaGraph;
  private final AutoCloseable owner;

  private RestoredModel(Session session, MetaGraphDef metaGraph, AutoCloseable owner) {
    this.session = session;
    this.metaGraph = metaGraph;
    this.owner = owner;
  }

  /**
   * Restores a raw checkpoint into the graph of its own {@code .meta} file.
   *
   * @param prefix path without suffix, such as {@code checkpoints/classifier-final}
   * @throws DataException when a file is missing or damaged, or the graph reaches files, the
   *     network or Python and models are not trusted
   */
  public static RestoredModel fromCheckpoint(Path prefix, SessionSettings settings)
      throws IOException {
    MetaGraphDef meta = CheckpointFiles.check(new CheckpointPath(prefix));
    if (!settings.trustsModels()) {
      UnsafeOperations.check(List.of(meta), prefix.toString());
    }
    Engine.prepare(false);
    Graph graph = new Graph();
    Session session = null;
    try {
      graph.importGraphDef(meta.getGraphDef());
      session = new Session(graph, settings.toInferenceConfig());
      restore(session, meta, prefix);
      Session opened = session;
      return new RestoredModel(
          opened,
          meta,
          () -> {
            opened.close();
            graph.close();
          });
    } catch (TensorFlowException | IllegalArgumentException e) {
      closeAll(session, graph);
      throw new DataException(prefix + ": cannot be restored: " + firstLine(e), e);
    } catch (RuntimeException e) {
      closeAll(session, graph);
      throw e;
    }
  }

  /**
   * Loads one meta graph of a SavedModel.
   *
   * @param version folder with {@code saved_model.pb}
   * @param tag {@link Signatures#TRAIN_TAG} or {@link Signatures#SERVE_TAG}
   * @throws DataException when it is missing or damaged, or a graph of it reaches files, the
   *     network or Python and models are not trusted
   */
  public static RestoredModel fromSavedModel(Path version, String tag, SessionSettings settings)
      throws IOException {
    if (!VersionFolder.is(version)) {
      throw new DataException(
          version
              + ": no saved_model.pb there; give a version's folder, such as saved_models/NAME/1");
    }
    SavedModels.check(version); // TensorFlow would load one whose variables are missing
    if (!settings.trustsModels()) {
      UnsafeOperations.check(GraphFiles.ofVersion(new VersionFolder(version)), version.toString());
    }
    try {
      Engine.prepare(false);
      SavedModelBundle bundle =
          SavedModelBundle.loader(version.toString())
              .withTags(tag)
              .withConfigProto(settings.toInferenceConfig())
              .load();
      return new RestoredModel(bundle.session(), bundle.metaGraphDef(), bundle);
    } catch (TensorFlowException e) {
      throw new DataException(
          version + ": cannot be loaded with tag '" + tag + "': " + firstLine(e), e);
    }
  }

  /** The session; it belongs to this object. */
  public Session session() {
    return session;
  }

  /** What was read: graph, saver, collections and signatures. */
  public MetaGraphDef metaGraph() {
    return metaGraph;
  }

  /**
   * Checks that a data set's images and classes are the network's.
   *
   * @throws DataException when they are not
   */
  public void checkFits(ImageDataset dataset) {
    Shape images = session.graph().outputOrThrow(TensorNames.IMAGE).shape();
    String scores = TensorNames.scoresIn(session.graph());
    dataset.checkFits(
        new ImageShape((int) images.get(1), (int) images.get(2), (int) images.get(3)),
        (int) session.graph().outputOrThrow(scores).shape().get(1));
  }

  @Override
  public void close() {
    try {
      owner.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Runs the initialisers that came with the graph, then replaces their values by the saved ones.
   */
  private static void restore(Session session, MetaGraphDef meta, Path prefix) {
    session.initialize();
    try (TString path = TString.scalarOf(prefix.toString())) {
      session
          .runner()
          .feed(meta.getSaverDef().getFilenameTensorName(), path)
          .addTarget(meta.getSaverDef().getRestoreOpName())
          .run()
          .close();
    }
  }

  private static void closeAll(Session session, Graph graph) {
    if (session != null) {
      session.close();
    }
    graph.close();
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
