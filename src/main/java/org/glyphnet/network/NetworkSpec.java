package org.glyphnet.network;

import java.util.Locale;

/**
 * What the network is: everything that decides the graph's variables and arithmetic. Immutable.
 *
 * @param height rows of an image, at least 1
 * @param width columns of an image, at least 1
 * @param channels samples a pixel, at least 1
 * @param classes number of classes, at least 2
 * @param filters1 filters of the first convolution, at least 1
 * @param filters2 filters of the second convolution, at least 1
 * @param units units of the first dense layer, at least 1
 * @param kernelSize height and width of both convolutions' kernels, at least 1
 * @param padding what both convolutions do at the border
 * @param activation the function after every layer, the last one too
 * @param dropout share of the first dense layer's outputs that a training step drops, in [0, 1)
 * @param bnMomentum how much of its old value a moving average of batch normalisation keeps at each
 *     step, in [0, 1); 0 means the last batch's statistics
 * @param bnEpsilon what batch normalisation adds to a variance before dividing by its root, above 0
 */
public record NetworkSpec(
    int height,
    int width,
    int channels,
    int classes,
    int filters1,
    int filters2,
    int units,
    int kernelSize,
    Padding padding,
    Activation activation,
    float dropout,
    float bnMomentum,
    float bnEpsilon) {

  /** Pooling halves height and width twice. */
  private static final int POOL = 2;

  public NetworkSpec {
    atLeast(1, height, "height");
    atLeast(1, width, "width");
    atLeast(1, channels, "channels");
    atLeast(2, classes, "classes");
    atLeast(1, filters1, "filters1");
    atLeast(1, filters2, "filters2");
    atLeast(1, units, "units");
    atLeast(1, kernelSize, "kernel size");
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "dropout must be at least 0 and below 1, found " + dropout);
    }
    if (!(bnMomentum >= 0 && bnMomentum < 1)) {
      throw new IllegalArgumentException(
          "batch-norm momentum must be at least 0 and below 1, found " + bnMomentum);
    }
    if (!(bnEpsilon > 0 && bnEpsilon < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("batch-norm epsilon must be above 0, found " + bnEpsilon);
    }
    if (pooled(pooled(height, kernelSize, padding), kernelSize, padding) < 1
        || pooled(pooled(width, kernelSize, padding), kernelSize, padding) < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "images of %d x %d are too small for two %s-padded convolutions with kernel size %d, each halved by"
                  + " pooling; use a smaller kernel, padding same, or larger images",
              height,
              width,
              padding,
              kernelSize));
    }
  }

  /**
   * The book's network as its text describes it: 28x28 grey digits, 64 and 128 filters, 1,024
   * units.
   */
  public static NetworkSpec bookText() {
    return of(Preset.BOOK_TEXT);
  }

  /** The book's network with the sizes of a preset. */
  public static NetworkSpec of(Preset preset) {
    return new NetworkSpec(
        28,
        28,
        1,
        10,
        preset.filters1(),
        preset.filters2(),
        preset.units(),
        5,
        Padding.SAME,
        Activation.LEAKY_RELU,
        0.1f,
        0f,
        1e-8f);
  }

  /** The same network for images of another size. */
  public NetworkSpec withImage(int newHeight, int newWidth, int newChannels) {
    return new NetworkSpec(
        newHeight,
        newWidth,
        newChannels,
        classes,
        filters1,
        filters2,
        units,
        kernelSize,
        padding,
        activation,
        dropout,
        bnMomentum,
        bnEpsilon);
  }

  /** The same network for another number of classes. */
  public NetworkSpec withClasses(int newClasses) {
    return new NetworkSpec(
        height,
        width,
        channels,
        newClasses,
        filters1,
        filters2,
        units,
        kernelSize,
        padding,
        activation,
        dropout,
        bnMomentum,
        bnEpsilon);
  }

  /** The same network with other layer sizes. */
  public NetworkSpec withSizes(int newFilters1, int newFilters2, int newUnits) {
    return new NetworkSpec(
        height,
        width,
        channels,
        classes,
        newFilters1,
        newFilters2,
        newUnits,
        kernelSize,
        padding,
        activation,
        dropout,
        bnMomentum,
        bnEpsilon);
  }

  /** The same network with other convolutions. */
  public NetworkSpec withConvolution(int newKernelSize, Padding newPadding) {
    return new NetworkSpec(
        height,
        width,
        channels,
        classes,
        filters1,
        filters2,
        units,
        newKernelSize,
        newPadding,
        activation,
        dropout,
        bnMomentum,
        bnEpsilon);
  }

  /** The same network with another activation. */
  public NetworkSpec withActivation(Activation newActivation) {
    return new NetworkSpec(
        height,
        width,
        channels,
        classes,
        filters1,
        filters2,
        units,
        kernelSize,
        padding,
        newActivation,
        dropout,
        bnMomentum,
        bnEpsilon);
  }

  /** The same network with another dropout. */
  public NetworkSpec withDropout(float newDropout) {
    return new NetworkSpec(
        height,
        width,
        channels,
        classes,
        filters1,
        filters2,
        units,
        kernelSize,
        padding,
        activation,
        newDropout,
        bnMomentum,
        bnEpsilon);
  }

  /** The same network with other batch normalisation. */
  public NetworkSpec withBatchNorm(float newMomentum, float newEpsilon) {
    return new NetworkSpec(
        height,
        width,
        channels,
        classes,
        filters1,
        filters2,
        units,
        kernelSize,
        padding,
        activation,
        dropout,
        newMomentum,
        newEpsilon);
  }

  /** Rows of the second block's result, which the dense layer reads. */
  public int flatHeight() {
    return pooled(pooled(height, kernelSize, padding), kernelSize, padding);
  }

  /** Columns of the second block's result. */
  public int flatWidth() {
    return pooled(pooled(width, kernelSize, padding), kernelSize, padding);
  }

  /** Inputs of the first dense layer: {@code flatHeight * flatWidth * filters2}. */
  public int flatSize() {
    return flatHeight() * flatWidth() * filters2;
  }

  /**
   * Height or width after one convolution block: the convolution, then 2x2 pooling, which drops an
   * odd last row.
   */
  private static int pooled(int size, int kernelSize, Padding padding) {
    return Math.floorDiv(padding.sizeAfter(size, kernelSize), POOL);
  }

  private static void atLeast(int least, int found, String what) {
    if (found < least) {
      throw new IllegalArgumentException(what + " must be at least " + least + ", found " + found);
    }
  }
}
