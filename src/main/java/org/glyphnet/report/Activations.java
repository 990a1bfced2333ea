package org.glyphnet.report;

import java.util.ArrayList;
import java.util.List;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.network.TensorNames;
import org.glyphnet.training.BatchTensors;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * One image on its way through the network.
 *
 * @param image its number in the data set
 * @param blocks what comes out of the convolution blocks, in their order
 * @param probabilities of the classes, in [0, 1]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record Activations(int image, List<Maps> blocks, float[] probabilities) {
  /**
   * The output of one block for one image.
   *
   * @param layer the name of its last layer
   * @param values {@code [height, width, count]}, row-major
   */
  record Maps(String layer, int height, int width, int count, float[] values) {
    /** One filter's map, {@code [height, width]}. */
    float[] map(int filter) {
      float[] map = new float[height * width];
      for (int place = 0; place < map.length; place++) {
        map[place] = values[place * count + filter];
      }
      return map;
    }

    /** The largest magnitude of all maps. */
    float largest() {
      float largest = 0;
      for (float value : values) {
        largest = Float.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
      }
      return largest;
    }
  }

  /** Runs one image through a session in inference mode. */
  static Activations of(Session session, ImageDataset dataset, int image) {
    List<String> layers = TensorNames.convolutionBlocks(session.graph());
    try (BatchTensors batch = new BatchTensors(dataset);
        TBool inference = TBool.scalarOf(false)) {
      batch.load(new int[] {image}, 0, 1);
      Session.Runner runner =
          session
              .runner()
              .feed(TensorNames.IMAGE, batch.image())
              .feed(TensorNames.IS_TRAINING, inference)
              .fetch(TensorNames.PROBABILITIES);
      layers.forEach(runner::fetch);
      try (Result result = runner.run()) {
        List<Maps> maps = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
          maps.add(maps(layers.get(i), (TFloat32) result.get(i + 1)));
        }
        return new Activations(image, maps, floats((TFloat32) result.get(0)));
      }
    }
  }

  private static Maps maps(String layer, TFloat32 output) {
    long[] shape = output.shape().asArray(); // [1, height, width, filters]
    return new Maps(
        layer,
        Math.toIntExact(shape[1]),
        Math.toIntExact(shape[2]),
        Math.toIntExact(shape[3]),
        floats(output));
  }

  static float[] floats(TFloat32 tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }
}
