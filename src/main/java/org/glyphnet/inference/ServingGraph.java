package org.glyphnet.inference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.glyphnet.Internal;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageShape;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.saving.RestoredModel;
import org.glyphnet.saving.Signatures;
import org.tensorflow.Result;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
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
  private final ImageShape shape;
  private final int classes;
  private final ReadWriteLock open = new ReentrantReadWriteLock();
  private boolean closed;

  private ServingGraph(RestoredModel model, Path version, SessionSettings settings) {
    this.model = model;
    this.signature = model.metaGraph().getSignatureDefMap().get(Signatures.SERVING_DEFAULT);
    if (signature == null) {
      throw new DataException(
          version + ": lacks the signature '" + Signatures.SERVING_DEFAULT + "'");
    }
    long[] image = sizes(signature.getInputsMap(), Signatures.IMAGE, DataType.DT_FLOAT, 4, version);
    long[] scores =
        sizes(signature.getOutputsMap(), Signatures.SCORES, DataType.DT_FLOAT, 2, version);
    sizes(signature.getOutputsMap(), Signatures.PROBABILITIES, DataType.DT_FLOAT, 2, version);
    sizes(signature.getOutputsMap(), Signatures.PREDICTION, DataType.DT_INT64, 1, version);
    this.shape =
        new ImageShape(
            Math.toIntExact(image[1]), Math.toIntExact(image[2]), Math.toIntExact(image[3]));
    this.classes = Math.toIntExact(scores[1]);
    this.forms =
        InferenceForms.of(
            model.metaGraph().getGraphDef(),
            model.session(),
            List.of(
                output(Signatures.SCORES),
                output(Signatures.PROBABILITIES),
                output(Signatures.PREDICTION)),
            settings);
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
    return shape;
  }

  public int classes() {
    return classes;
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
    open.readLock().lock();
    try (TFloat32 batch = batch(parts, images);
        Result result = run(form(images), batch)) {
      long[] predictions = new long[images];
      ((TInt64) result.get(2)).asRawTensor().data().asLongs().read(predictions);
      return new Predictions(floats(result, 0, images), floats(result, 1, images), predictions);
    } finally {
      open.readLock().unlock();
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
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
    return forms.of(images);
  }

  private Result run(InferenceForms.Form form, TFloat32 batch) {
    return form.session()
        .runner()
        .feed(form.name(signature.getInputsOrThrow(Signatures.IMAGE).getName()), batch)
        .fetch(form.name(output(Signatures.SCORES)))
        .fetch(form.name(output(Signatures.PROBABILITIES)))
        .fetch(form.name(output(Signatures.PREDICTION)))
        .run();
  }

  private String output(String key) {
    return signature.getOutputsOrThrow(key).getName();
  }

  private TFloat32 batch(List<float[]> parts, int images) {
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
    float[] values = new float[images * classes];
    ((TFloat32) result.get(index)).asRawTensor().data().asFloats().read(values);
    return values;
  }

  /** A tensor's dimensions, -1 where they are open; checks type and rank. */
  private static long[] sizes(
      Map<String, TensorInfo> tensors, String key, DataType type, int rank, Path version) {
    TensorInfo info = tensors.get(key);
    if (info == null || info.getDtype() != type || info.getTensorShape().getDimCount() != rank) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: its signature '%s' needs a tensor '%s' of type %s with %d dimensions, found %s",
              version,
              Signatures.SERVING_DEFAULT,
              key,
              type,
              rank,
              info == null
                  ? "none"
                  : info.getDtype() + " with " + info.getTensorShape().getDimCount()));
    }
    return info.getTensorShape().getDimList().stream().mapToLong(d -> d.getSize()).toArray();
  }
}
