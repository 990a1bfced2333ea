package org.glyphnet.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.glyphnet.Internal;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageShape;
import org.glyphnet.network.TensorNames;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Shows on which places of an image a network's decision for a class rests; see {@link Explainer}
 * for the ways.
 *
 * <p>Adds the gradients to the session's graph, once; owns no native memory. Thread-safe, as the
 * session is.
 */
@Internal
public final class Explanation {
  private static final String PREFIX = "explanation";
  private static final String UPSTREAM = PREFIX + "/upstream";
  private static final String GRADIENT = "of_";

  private final Session session;
  private final ImageShape shape;
  private final List<String> blocks;
  private final int classes;

  /**
   * @param session on an inference network of ours; stays the caller's to close
   * @param shape of its images
   * @throws DataException when it is a network of somebody else's
   */
  public Explanation(Session session, ImageShape shape) {
    Graph graph = session.graph();
    this.session = session;
    this.shape = shape;
    this.blocks = TensorNames.convolutionBlocks(graph);
    String scores = TensorNames.scoresIn(graph);
    if (blocks.isEmpty()
        || graph.operation(TensorNames.IS_TRAINING) != null
        || Stream.of(TensorNames.IMAGE, TensorNames.PROBABILITIES, scores)
            .anyMatch(name -> graph.operation(name) == null)) {
      throw new DataException(
          "decisions are explained for glyphnet's own inference networks alone, whose convolutions"
              + " are known by names such as Conv2d_Layer1; this is none");
    }
    this.classes = Math.toIntExact(graph.outputOrThrow(scores).shape().get(1));
    synchronized (graph) {
      if (graph.operation(UPSTREAM) == null) {
        addGradients(graph, scores);
      }
    }
  }

  /** The gradient of the scores, weighted by what is fed, with respect to each block's output. */
  private void addGradients(Graph graph, String scores) {
    Ops tf = Ops.create(graph).withSubScope(PREFIX);
    Output<?>[] ends =
        blocks.stream().map(block -> graph.outputOrThrow(block)).toArray(Output<?>[]::new);
    Operand<TFloat32> upstream =
        tf.withName("upstream").placeholder(TFloat32.class); // [1, classes]
    try {
      Output<?>[] gradients =
          graph.addGradients(
              PREFIX + "_gradients",
              new Output<?>[] {graph.outputOrThrow(scores)},
              ends,
              new Output<?>[] {upstream.asOutput()});
      for (int i = 0; i < gradients.length; i++) {
        tf.withName(GRADIENT + blocks.get(i)).identity(gradients[i].expect(TFloat32.class));
      }
    } catch (TensorFlowException e) {
      throw new DataException("the network cannot be explained: " + e.getMessage(), e);
    }
  }

  private static String gradient(String block) {
    return PREFIX + "/" + GRADIENT + block;
  }

  /**
   * See {@link Explainer#layerCam}.
   *
   * @param pixels {@code [height, width, channels]}, row-major, in [0, 1]
   * @param label number of the class
   */
  public HeatMap layerCam(float[] pixels, int label) {
    float[] sum = new float[shape.height() * shape.width()];
    for (BlockGradient block : gradients(blocks, pixels, label)) {
      HeatMap map = block.layerCam().stretched(shape);
      float hottest = Math.max(map.hottest(), Float.MIN_NORMAL);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += map.values()[i] / hottest / blocks.size();
      }
    }
    return new HeatMap(shape.height(), shape.width(), sum);
  }

  /**
   * See {@link Explainer#gradCam}.
   *
   * @param pixels {@code [height, width, channels]}, row-major, in [0, 1]
   * @param label number of the class
   */
  public HeatMap gradCam(float[] pixels, int label) {
    List<String> last = blocks.subList(blocks.size() - 1, blocks.size());
    return gradients(last, pixels, label).get(0).gradCam().stretched(shape);
  }

  /**
   * See {@link Explainer#occlusion}.
   *
   * @param pixels {@code [height, width, channels]}, row-major, in [0, 1]
   * @param label number of the class
   */
  public HeatMap occlusion(float[] pixels, int label) {
    return Occlusion.of(session, shape, pixels, label);
  }

  private List<BlockGradient> gradients(List<String> wanted, float[] pixels, int label) {
    float[] one = new float[classes];
    one[label] = 1;
    try (TFloat32 image = Tensors.images(shape, pixels, 1);
        TFloat32 upstream = Tensors.of(Shape.of(1, classes), one)) {
      Session.Runner runner =
          session.runner().feed(TensorNames.IMAGE, image).feed(UPSTREAM, upstream);
      wanted.forEach(block -> runner.fetch(block).fetch(gradient(block)));
      try (Result result = runner.run()) {
        List<BlockGradient> found = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
          found.add(
              BlockGradient.of((TFloat32) result.get(2 * i), (TFloat32) result.get(2 * i + 1)));
        }
        return found;
      }
    }
  }
}
