package org.glyphnet.network;

import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * The network once more, in plain loops over doubles. Written from the formulas; it shares nothing
 * with the code that it checks but the description of the network.
 */
final class ReferenceNetwork {
  private final NetworkSpec spec;
  private final Map<String, double[]> variables;

  /**
   * @param variables by the name in a checkpoint, read at each call
   */
  ReferenceNetwork(NetworkSpec spec, Map<String, double[]> variables) {
    this.spec = spec;
    this.variables = variables;
  }

  /** Scores {@code [batch, classes]} with the batch's own statistics. */
  double[] scoresInTraining(Volume images) {
    return scores(images, true);
  }

  /** Scores {@code [batch, classes]} with the moving averages. */
  double[] scoresInInference(Volume images) {
    return scores(images, false);
  }

  private double[] scores(Volume images, boolean training) {
    Volume h = images;
    int number = 0;
    for (ConvSpec.Layer layer : spec.convolutions().layers()) {
      h = convBlock(h, "Layer" + ++number, layer.filters());
    }
    double[] flat = h.data;
    for (int units : spec.dense().units()) {
      flat = denseBlock(flat, images.batch, Integer.toString(++number), units, training);
    }
    return denseBlock(flat, images.batch, Integer.toString(++number), spec.classes(), training);
  }

  /** Convolution, bias, activation, and only then the pool: as the book draws it. */
  private Volume convBlock(Volume x, String block, int filters) {
    String layer = "Conv2d_" + block;
    double[] kernel = variables.get(layer + "/kernel");
    Volume h = convolution(x, kernel, spec.kernelSize(), filters, spec.padding());
    double[] biased = withBias(h.data, variables.get(layer + "/bias"));
    double[] active = map(biased, z -> activation(spec.activation(), z));
    return maxPool(new Volume(h.batch, h.height, h.width, h.channels, active));
  }

  private double[] denseBlock(double[] x, int batch, String layer, int units, boolean training) {
    double[] product = product(x, variables.get("DenseLayer" + layer + "/kernel"), batch, units);
    double[] h = withBias(product, variables.get("DenseLayer" + layer + "/bias"));
    String norm = "BatchNorm_Layer" + layer;
    double[] mean = training ? mean(h, units) : variables.get(norm + "/moving_mean");
    double[] variance = training ? variance(h, units) : variables.get(norm + "/moving_variance");
    double[] normal =
        batchNorm(
            h,
            mean,
            variance,
            variables.get(norm + "/gamma"),
            variables.get(norm + "/beta"),
            spec.batchNorm().epsilon());
    return map(normal, z -> activation(spec.activation(), z));
  }

  /** Stride 1; kernel {@code [size, size, channels, filters]}. */
  static Volume convolution(Volume x, double[] kernel, int size, int filters, Padding padding) {
    // "Same" frames the image with size - 1 zeros in all; the odd one stands after it.
    int before = padding == Padding.SAME ? (size - 1) / 2 : 0;
    int shrink = padding == Padding.SAME ? 0 : size - 1;
    Volume y = Volume.zeros(x.batch, x.height - shrink, x.width - shrink, filters);
    for (int b = 0; b < y.batch; b++) {
      for (int r = 0; r < y.height; r++) {
        for (int c = 0; c < y.width; c++) {
          int at = y.index(b, r, c, 0);
          for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
              for (int k = 0; k < x.channels; k++) {
                double pixel = x.at(b, r + i - before, c + j - before, k);
                int weights = ((i * size + j) * x.channels + k) * filters;
                for (int f = 0; f < filters; f++) {
                  y.data[at + f] += pixel * kernel[weights + f];
                }
              }
            }
          }
        }
      }
    }
    return y;
  }

  /** The largest of each 2x2 window; an odd last row or column is dropped. */
  static Volume maxPool(Volume x) {
    Volume y = Volume.zeros(x.batch, x.height / 2, x.width / 2, x.channels);
    for (int b = 0; b < y.batch; b++) {
      for (int r = 0; r < y.height; r++) {
        for (int c = 0; c < y.width; c++) {
          for (int k = 0; k < y.channels; k++) {
            double top = Math.max(x.at(b, 2 * r, 2 * c, k), x.at(b, 2 * r, 2 * c + 1, k));
            double low = Math.max(x.at(b, 2 * r + 1, 2 * c, k), x.at(b, 2 * r + 1, 2 * c + 1, k));
            y.data[y.index(b, r, c, k)] = Math.max(top, low);
          }
        }
      }
    }
    return y;
  }

  /** Matrix product of {@code [rows, inner]} and {@code [inner, columns]}. */
  static double[] product(double[] left, double[] right, int rows, int columns) {
    int inner = left.length / rows;
    double[] y = new double[rows * columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        for (int i = 0; i < inner; i++) {
          y[r * columns + c] += left[r * inner + i] * right[i * columns + c];
        }
      }
    }
    return y;
  }

  /** Adds a number to each column. */
  static double[] withBias(double[] x, double[] bias) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] + bias[i % bias.length];
    }
    return y;
  }

  /** Mean of each column. */
  static double[] mean(double[] x, int columns) {
    double[] sum = new double[columns];
    for (int i = 0; i < x.length; i++) {
      sum[i % columns] += x[i];
    }
    return map(sum, s -> s * columns / x.length);
  }

  /** Biased variance of each column: divided by the number of rows. */
  static double[] variance(double[] x, int columns) {
    double[] mean = mean(x, columns);
    double[] sum = new double[columns];
    for (int i = 0; i < x.length; i++) {
      sum[i % columns] += Math.pow(x[i] - mean[i % columns], 2);
    }
    return map(sum, s -> s * columns / x.length);
  }

  static double[] batchNorm(
      double[] x, double[] mean, double[] variance, double[] gamma, double[] beta, double epsilon) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int c = i % mean.length;
      y[i] = gamma[c] * (x[i] - mean[c]) / Math.sqrt(variance[c] + epsilon) + beta[c];
    }
    return y;
  }

  static double activation(Activation activation, double z) {
    return switch (activation) {
      case LEAKY_RELU -> Math.max(z, (double) 0.2f * z);
      case RELU -> Math.max(z, 0);
      case ELU -> z > 0 ? z : Math.exp(z) - 1;
      // The two constants of arXiv:1706.02515, equation 14.
      case SELU -> 1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * (Math.exp(z) - 1));
      case TANH -> (Math.exp(2 * z) - 1) / (Math.exp(2 * z) + 1);
      case SIGMOID -> 1 / (1 + Math.exp(-z));
      case SOFTPLUS -> Math.log(1 + Math.exp(z));
      case SWISH -> z / (1 + Math.exp(-z));
    };
  }

  /** Softmax of each row. */
  static double[] softmax(double[] scores, int classes) {
    double[] probabilities = new double[scores.length];
    for (int row = 0; row < scores.length; row += classes) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(scores[row + c]);
      }
      for (int c = 0; c < classes; c++) {
        probabilities[row + c] = Math.exp(scores[row + c]) / sum;
      }
    }
    return probabilities;
  }

  /** Mean over the batch of minus the logarithm of the right class's probability. */
  static double cost(double[] scores, long[] labels) {
    int classes = scores.length / labels.length;
    double[] probabilities = softmax(scores, classes);
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      sum -= Math.log(probabilities[i * classes + Math.toIntExact(labels[i])]);
    }
    return sum / labels.length;
  }

  /** Column of each row's largest number. */
  static long[] argMax(double[] scores, int classes) {
    long[] best = new long[scores.length / classes];
    Arrays.setAll(
        best,
        i -> {
          int largest = 0;
          for (int c = 1; c < classes; c++) {
            if (scores[i * classes + c] > scores[i * classes + largest]) {
              largest = c;
            }
          }
          return largest;
        });
    return best;
  }

  private static double[] map(double[] x, DoubleUnaryOperator function) {
    return Arrays.stream(x).map(function).toArray();
  }
}
