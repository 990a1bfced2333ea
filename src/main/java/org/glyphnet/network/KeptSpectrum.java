package org.glyphnet.network;

import java.util.ArrayList;
import java.util.List;
import org.glyphnet.Internal;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

/**
 * A convolution for inference by way of spectra, whose kernel does not change any more: its
 * spectrum is worked out once and kept in variables, which saves what a training step does anew
 * each time. Same sums as the direct convolution in another order.
 *
 * <p>Where the image is blank the spectrum leaves rounding instead of an exact zero, which matters
 * to a training step that starts with zero biases; here it is as small as any other rounding.
 */
@Internal
public final class KeptSpectrum {
  /** Placeholder of the images, {@code [batch, height, width, channels]}. */
  public static final String INPUT = "input";

  /** Placeholder of the kernel, {@code [kernel size, kernel size, channels, filters]}. */
  public static final String KERNEL = "kernel";

  /** Operation that keeps the spectrum of the kernel that is fed. */
  public static final String KEEP = "keep";

  /** The convolution, {@code [batch, height', width', filters]}. */
  public static final String OUTPUT = "output";

  private KeptSpectrum() {}

  /**
   * Whether it is faster than a direct convolution on many images.
   *
   * @param input {@code [batch, height, width, channels]}; the batch may be open
   * @param kernel {@code [kernel size, kernel size, channels, filters]}
   */
  public static boolean pays(Shape input, Shape kernel, Padding padding) {
    return input.get(1) > 0
        && input.get(2) > 0
        && kernel.get(0) == kernel.get(1)
        && SpectralConvolution.pays(input, kernel, padding);
  }

  /** The operations of one such convolution, under the names above. */
  public static GraphDef graph(Shape input, Shape kernel, Padding padding) {
    int height = Math.toIntExact(input.get(1));
    int width = Math.toIntExact(input.get(2));
    int size = Math.toIntExact(kernel.get(0));
    int channels = Math.toIntExact(kernel.get(2));
    int filters = Math.toIntExact(kernel.get(3));
    Spectrum spectrum = Spectrum.of(height, width, size, padding);
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Products<TFloat32> products = Products.float32();
      Placeholder<TFloat32> images =
          tf.withName(INPUT)
              .placeholder(
                  TFloat32.class, Placeholder.shape(Shape.of(-1, height, width, channels)));
      Placeholder<TFloat32> taps =
          tf.withName(KERNEL).placeholder(TFloat32.class, Placeholder.shape(kernel));
      KernelTransform<TFloat32> kernels =
          new KernelTransform<>(tf, products, spectrum, padding, size, channels, filters);
      // A variable for each frequency: they are read where they lie, and their products run side by
      // side, while one batched product is cut up for the threads (98 ms instead of 60 in a step).
      List<Variable<TFloat32>> kept = new ArrayList<>();
      List<Op> assignments = new ArrayList<>();
      for (Operand<TFloat32> frequency : kernels.toFrequencies(tf, taps)) {
        Variable<TFloat32> variable =
            tf.withName("kept").variable(Shape.of(2L * channels, 2L * filters), TFloat32.class);
        kept.add(variable);
        assignments.add(tf.assign(variable, frequency));
      }
      tf.withControlDependencies(assignments).withName(KEEP).noOp();
      ImageTransform<TFloat32> in = new ImageTransform<>(tf, products, spectrum, height, width);
      ImageTransform<TFloat32> out =
          padding == Padding.SAME
              ? in
              : new ImageTransform<>(
                  tf,
                  products,
                  spectrum,
                  padding.sizeAfter(height, size),
                  padding.sizeAfter(width, size));
      List<Operand<TFloat32>> spectra = in.toFrequencies(tf, images);
      List<Operand<TFloat32>> answers = new ArrayList<>();
      for (int i = 0; i < kept.size(); i++) {
        answers.add(tf.linalg.matMul(spectra.get(i), kept.get(i)));
      }
      tf.withName(OUTPUT).identity(out.toPixels(tf, answers, filters));
      return graph.toGraphDef();
    }
  }
}
