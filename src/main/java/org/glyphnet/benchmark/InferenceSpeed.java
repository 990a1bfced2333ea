package org.glyphnet.benchmark;

import java.util.stream.IntStream;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.inference.InferenceForms;
import org.glyphnet.network.TensorNames;
import org.glyphnet.training.BatchTensors;
import org.tensorflow.Result;
import org.tensorflow.types.TFloat32;

/** Inference at one batch size: images fed, scores read back. Owns its tensors, not the form. */
final class InferenceSpeed implements AutoCloseable {
  private static final double WARM_UP_SHARE = 0.2;

  private final InferenceForms.Form form;
  private final BatchTensors batch;
  private final int size;
  private final float[] scores;

  /**
   * @param form of a network built for serving
   */
  InferenceSpeed(InferenceForms.Form form, ImageDataset dataset, int size) {
    this.form = form;
    this.size = size;
    this.batch = new BatchTensors(dataset);
    this.scores = new float[size * dataset.classNames().size()];
    batch.load(IntStream.range(0, size).map(i -> i % dataset.count()).toArray(), 0, size);
  }

  /** One measurement over some runs, in images/s. */
  double imagesPerSecond(int runs) {
    for (int i = 0; i < 2 + runs * WARM_UP_SHARE; i++) {
      run();
    }
    long start = System.nanoTime();
    for (int i = 0; i < runs; i++) {
      run();
    }
    return (double) runs * size / ((System.nanoTime() - start) / 1e9);
  }

  int size() {
    return size;
  }

  private void run() {
    try (Result result =
        form.session()
            .runner()
            .feed(form.name(TensorNames.IMAGE), batch.image())
            .fetch(form.name(TensorNames.SCORES))
            .run()) {
      ((TFloat32) result.get(0)).asRawTensor().data().asFloats().read(scores);
    }
  }

  @Override
  public void close() {
    batch.close();
  }
}
