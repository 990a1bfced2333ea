package org.glyphnet.inference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.glyphnet.Internal;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageShape;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.saving.RestoredModel;
import org.glyphnet.saving.Signatures;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * The inference half of a SavedModel, fed and read by the names in its signature {@code
 * serving_default}. Thread-safe. Owns the session; {@link #close} waits for runs under way and
 * frees it.
 */
@Internal
public final class ServingGraph implements AutoCloseable {
  private final RestoredModel model;
  private final InferenceForms forms;
  private final SignatureDef signature;
  private final ClassifierEnds ends;
  private final ReadWriteLock open = new ReentrantReadWriteLock();
  private boolean closed;

  private ServingGraph(RestoredModel model, Path version, SessionSettings settings) {
    this.model = model;
    this.signature = model.metaGraph().getSignatureDefMap().get(Signatures.SERVING_DEFAULT);
    if (signature == null) {
      throw new DataException(
          version + ": lacks the signature '" + Signatures.SERVING_DEFAULT + "'");
    }
    ClassifierEnds found = ClassifierEnds.of(signature, version.toString());
    this.ends = found.either().isEmpty() ? found : found.decided(isOfProbabilities(model, found));
    this.forms =
        InferenceForms.of(
            model.metaGraph().getGraphDef(), model.session(), ends.outputs(), settings);
  }

  /**
   * Loads a version's folder.
   *
   * @throws DataException when it is missing, damaged or no image classifier
   */
  public static ServingGraph load(Path version, SessionSettings settings) throws IOException {
    RestoredModel model = RestoredModel.fromSavedModel(version, Signatures.SERVE_TAG, settings);
    try {
      return new ServingGraph(model, version, settings);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  public ImageShape shape() {
    return ends.shape();
  }

  public int classes() {
    return ends.classes();
  }

  public SignatureDef signature() {
    return signature;
  }

  /**
   * Runs images as one batch.
   *
   * @param parts whole images each, {@code [.., height, width, channels]}, in [0, 1]
   * @param images how many they are together, at least 1
   * @throws IllegalStateException when this was closed
   */
  public Predictions run(List<float[]> parts, int images) {
    try (TFloat32 batch = batch(ends.shape(), parts, images)) {
      return run(batch, images);
    }
  }

  /**
   * Everything that is told of images; as scores logits, or where the model tells probabilities
   * alone, their logarithms.
   *
   * @param batch {@code [images, height, width, channels]}, in [0, 1]; it stays its owner's
   * @throws IllegalStateException when this was closed
   */
  public Predictions predictions(TFloat32 batch) {
    return run(batch, Math.toIntExact(batch.shape().get(0)));
  }

  private Predictions run(TFloat32 batch, int images) {
    List<String> outputs = ends.outputs();
    open.readLock().lock();
    try (Result result = run(form(images), batch, outputs)) {
      float[] first = floats(result, 0, images);
      float[] scores = ends.scores().isPresent() ? first : Softmax.logarithms(first);
      float[] probabilities = first;
      if (ends.scores().isPresent()) {
        probabilities =
            ends.probabilities().isPresent()
                ? floats(result, 1, images)
                : Softmax.of(scores, classes());
      }
      if (ends.prediction().isEmpty()) {
        return new Predictions(scores, probabilities, Softmax.highest(scores, classes()));
      }
      long[] predictions = new long[images];
      ((TInt64) result.get(outputs.size() - 1)).asRawTensor().data().asLongs().read(predictions);
      return new Predictions(scores, probabilities, predictions);
    } finally {
      open.readLock().unlock();
    }
  }

  /**
   * Does work with the restored session, which stays open meanwhile.
   *
   * @throws IllegalStateException when this was closed
   */
  public <T> T with(Function<Session, T> work) {
    open.readLock().lock();
    try {
      checkOpen();
      return work.apply(model.session());
    } finally {
      open.readLock().unlock();
    }
  }

  /** Whether what it tells of an empty image are numbers from 0 to 1 whose sum is 1. */
  private static boolean isOfProbabilities(RestoredModel model, ClassifierEnds found) {
    try (TFloat32 empty = batch(found.shape(), List.of(new float[found.shape().size()]), 1);
        Result result =
            model
                .session()
                .runner()
                .feed(found.image(), empty)
                .fetch(found.either().orElseThrow())
                .run()) {
      float[] values = new float[found.classes()];
      ((TFloat32) result.get(0)).asRawTensor().data().asFloats().read(values);
      return Softmax.isProbabilities(values);
    }
  }

  @Override
  public void close() {
    open.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        forms.close();
        model.close();
      }
    } finally {
      open.writeLock().unlock();
    }
  }

  private InferenceForms.Form form(int images) {
    checkOpen();
    return forms.of(images);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
  }

  private Result run(InferenceForms.Form form, TFloat32 batch, List<String> outputs) {
    Session.Runner runner = form.session().runner().feed(form.name(ends.image()), batch);
    outputs.forEach(output -> runner.fetch(form.name(output)));
    return runner.run();
  }

  private static TFloat32 batch(ImageShape shape, List<float[]> parts, int images) {
    TFloat32 batch =
        TFloat32.tensorOf(Shape.of(images, shape.height(), shape.width(), shape.channels()));
    FloatDataBuffer data = batch.asRawTensor().data().asFloats();
    long at = 0;
    for (float[] part : parts) {
      data.offset(at).write(part);
      at += part.length;
    }
    return batch;
  }

  private float[] floats(Result result, int index, int images) {
    float[] values = new float[images * classes()];
    ((TFloat32) result.get(index)).asRawTensor().data().asFloats().read(values);
    return values;
  }
}
