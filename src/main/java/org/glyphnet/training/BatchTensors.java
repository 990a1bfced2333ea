package org.glyphnet.training;

import org.glyphnet.Internal;
import org.glyphnet.data.Batches;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.network.TensorNames;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * The two tensors that a batch is fed in, refilled batch after batch: images float32 {@code [batch,
 * height, width, channels]} in [0, 1], labels int64 {@code [batch]}. Owns both; {@link #close}
 * frees them.
 */
@Internal
public final class BatchTensors implements AutoCloseable {
  /** How images become numbers; see {@link Batches#fill}. */
  interface Filler {
    void fill(ImageDataset dataset, int[] order, int from, int to, float[] images, long[] labels);
  }

  private final ImageDataset dataset;
  private float[] pixels = {};
  private long[] classes = {};
  private TFloat32 image;
  private TInt64 label;

  public BatchTensors(ImageDataset dataset) {
    this.dataset = dataset;
  }

  /** Fills the tensors with the images {@code order[from]} to {@code order[to - 1]}. */
  public void load(int[] order, int from, int to) {
    load(order, from, to, Batches::fill);
  }

  /** The same, in another way. */
  void load(int[] order, int from, int to, Filler filler) {
    resize(to - from);
    filler.fill(dataset, order, from, to, pixels, classes);
    image.asRawTensor().data().asFloats().write(pixels);
    label.asRawTensor().data().asLongs().write(classes);
  }

  /** The images; valid until the next {@link #load} or {@link #close}. */
  public TFloat32 image() {
    return image;
  }

  /** The labels; valid until the next {@link #load} or {@link #close}. */
  public TInt64 label() {
    return label;
  }

  /**
   * A run of a network with labels that is fed this batch.
   *
   * @param isTraining belongs to the caller, and must be open until the run is over
   */
  Session.Runner runner(Session session, TBool isTraining) {
    return session
        .runner()
        .feed(TensorNames.IMAGE, image)
        .feed(TensorNames.LABEL, label)
        .feed(TensorNames.IS_TRAINING, isTraining);
  }

  /** Only the last batch of an epoch has another size, so this allocates twice an epoch. */
  private void resize(int batch) {
    if (classes.length == batch) {
      return;
    }
    close();
    var shape = dataset.shape();
    pixels = new float[batch * shape.size()];
    classes = new long[batch];
    image = TFloat32.tensorOf(Shape.of(batch, shape.height(), shape.width(), shape.channels()));
    label = TInt64.tensorOf(Shape.of(batch));
  }

  @Override
  public void close() {
    if (image != null) {
      image.close();
      image = null;
    }
    if (label != null) {
      label.close();
      label = null;
    }
    classes = new long[0];
  }
}
