package org.glyphnet.network;

import org.glyphnet.Internal;
import org.tensorflow.ndarray.Shape;

/**
 * Floating-point operations of a network for one image: two for each multiply-and-add of a
 * convolution or dense layer, nothing for the rest.
 *
 * @param defined as they are usually counted, from the layers alone; a training step goes through
 *     each product three times: forward, for its input, for its weights
 * @param done what is really computed: convolutions by way of spectra take fewer, and nobody needs
 *     the gradient of the images
 */
@Internal
public record Arithmetic(double defined, double done) {
  private static final int PASSES = 3;

  /**
   * Of inference.
   *
   * @param many whether so many images run together that convolutions go by way of spectra
   */
  public static Arithmetic ofInference(NetworkSpec spec, boolean many) {
    return of(
        spec,
        (direct, spectral, first) ->
            new Arithmetic(direct, many && spectral != null ? spectral.forward() : direct),
        1);
  }

  /** Of a training step with batches of a size. */
  public static Arithmetic ofTraining(NetworkSpec spec, int batch) {
    return of(
        spec,
        (direct, spectral, first) ->
            new Arithmetic(
                PASSES * direct,
                spectral == null
                    ? (first ? PASSES - 1 : PASSES) * direct
                    : spectral.training(batch, first)),
        PASSES);
  }

  /** What a convolution comes to. */
  private interface OfConvolution {
    Arithmetic of(double direct, Spectral spectral, boolean first);
  }

  private static Arithmetic of(NetworkSpec spec, OfConvolution ofConvolution, int densePasses) {
    int height = spec.height();
    int width = spec.width();
    int channels = spec.channels();
    double defined = 0;
    double done = 0;
    boolean first = true;
    for (ConvSpec.Layer layer : spec.convolutions().layers()) {
      int size = layer.kernelSize();
      double pixelsAfter =
          (double) spec.padding().sizeAfter(height, size) * spec.padding().sizeAfter(width, size);
      double direct = 2 * pixelsAfter * size * size * channels * layer.filters();
      Shape input = Shape.of(1, height, width, channels);
      Shape kernel = Shape.of(size, size, channels, layer.filters());
      Spectral spectral =
          SpectralConvolution.pays(input, kernel, spec.padding())
              ? new Spectral(
                  Spectrum.of(height, width, size, spec.padding()).frequencies(),
                  2.0 * height * width * channels,
                  2 * pixelsAfter * layer.filters(),
                  (double) channels * layer.filters(),
                  size * size)
              : null;
      Arithmetic convolution = ofConvolution.of(direct, spectral, first);
      defined += convolution.defined();
      done += convolution.done();
      height = layer.sizeAfter(height, spec.padding());
      width = layer.sizeAfter(width, spec.padding());
      channels = layer.filters();
      first = false;
    }
    double inputs = spec.flatSize();
    double dense = 0;
    for (int units : spec.dense().units()) {
      dense += inputs * units;
      inputs = units;
    }
    dense += inputs * spec.classes();
    return new Arithmetic(defined + densePasses * 2 * dense, done + densePasses * 2 * dense);
  }

  /**
   * A convolution by way of spectra.
   *
   * @param in operations that take an image to one frequency, or back
   * @param out the same of the convolution's output
   * @param kernel channels times filters
   */
  private record Spectral(double frequencies, double in, double out, double kernel, double taps) {
    /** Real and imaginary part each; complex products are four real ones. */
    double forward() {
      return 2 * frequencies * (in + out) + product();
    }

    double training(int batch, boolean first) {
      // The kernel goes there, its gradient comes back, once for the whole batch.
      double kernels = 2 * 2 * 4 * frequencies * taps * kernel / batch;
      double gradients = 2 * frequencies * (out + (first ? 0 : in));
      return forward() + gradients + (first ? 1 : 2) * product() + kernels;
    }

    private double product() {
      return 2 * 4 * frequencies * kernel;
    }
  }
}
