package org.glyphnet.network;

import java.nio.file.Path;
import org.tensorflow.ndarray.Shape;

/** Images of noise and their class numbers, for one network. */
public final class Batch {
  public final Shape shape;
  public final float[] images;
  public final long[] labels;

  private Batch(Shape shape, float[] images, long[] labels) {
    this.shape = shape;
    this.images = images;
    this.labels = labels;
  }

  /** Pixels in [0, 1), always the same for one seed; every class is there. */
  public static Batch of(NetworkSpec spec, int size, long seed) {
    Shape shape = Shape.of(size, spec.height(), spec.width(), spec.channels());
    return new Batch(
        shape,
        Numbers.uniform(seed, Math.toIntExact(shape.size()), 0, 1),
        Numbers.labels(size, spec.classes()));
  }

  public void feedTo(GraphRun run) {
    run.feed(TensorNames.IMAGE, shape, images).feed(TensorNames.LABEL, labels);
  }

  /** Makes three training steps on it and saves the variables; all of it stays fed. */
  public void trainAndSave(GraphRun run, String checkpoint) {
    feedTo(run);
    run.feed(TensorNames.IS_TRAINING, true);
    for (int step = 0; step < 3; step++) {
      run.step(TensorNames.TRAIN_STEP);
    }
    run.session().save(checkpoint);
  }

  /** A checkpoint, in the folder, of a network after three training steps on it. */
  public String trained(NetworkSpec spec, Path folder) {
    String checkpoint = folder.resolve("variables").toString();
    try (ConvNet net = Networks.forTraining(spec);
        GraphRun run = new GraphRun(net.graph())) {
      trainAndSave(run, checkpoint);
    }
    return checkpoint;
  }

  public Volume volume() {
    return new Volume(
        Math.toIntExact(shape.get(0)),
        Math.toIntExact(shape.get(1)),
        Math.toIntExact(shape.get(2)),
        Math.toIntExact(shape.get(3)),
        Numbers.doubles(images));
  }
}
