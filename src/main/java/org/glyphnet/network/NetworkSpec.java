package org.glyphnet.network;

import java.util.List;
import java.util.Locale;

/**
 * What the network is: everything that decides the graph's variables and inference. A list of
 * convolutions, then a list of dense layers; the book's network is one such list. Immutable.
 *
 * @param input the images
 * @param classes number of classes, at least 2
 * @param convolutions the convolution layers
 * @param dense the dense layers
 * @param activation the function after every layer, the last one too where the head is the book's
 * @param batchNorm batch normalisation, after every dense layer as the head says, and after the
 *     convolutions if they are normalised
 */
public record NetworkSpec(
    InputSpec input,
    int classes,
    ConvSpec convolutions,
    DenseSpec dense,
    Activation activation,
    BatchNormSpec batchNorm) {

  public NetworkSpec {
    Checks.atLeast(2, classes, "classes");
    int count = convolutions.layers().size();
    if (convolutions.sizeAfter(input.height(), count) < 1
        || convolutions.sizeAfter(input.width(), count) < 1) {
      throw new IllegalArgumentException(tooSmall(input, convolutions));
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
        new InputSpec(28, 28, 1, false),
        10,
        new ConvSpec(
            ConvSpec.pooled(5, preset.filters()),
            Padding.SAME,
            false,
            ConvSpec.FeaturePooling.FLATTEN),
        new DenseSpec(preset.units(), 0.1f, DenseSpec.Head.BOOK),
        Activation.LEAKY_RELU,
        new BatchNormSpec(0f, 1e-8f));
  }

  /** The same network for images of another size. */
  public NetworkSpec withImage(int height, int width, int channels) {
    return withInput(new InputSpec(height, width, channels, input.standardised()));
  }

  /** The same network for other images. */
  public NetworkSpec withInput(InputSpec newInput) {
    return new NetworkSpec(newInput, classes, convolutions, dense, activation, batchNorm);
  }

  /** The same network for another number of classes. */
  public NetworkSpec withClasses(int newClasses) {
    return new NetworkSpec(input, newClasses, convolutions, dense, activation, batchNorm);
  }

  /** The same network with two pooled convolutions and one dense layer of other sizes. */
  public NetworkSpec withSizes(int filters1, int filters2, int units) {
    ConvSpec sized =
        new ConvSpec(
            ConvSpec.pooled(kernelSize(), List.of(filters1, filters2)),
            padding(),
            convolutions.normalised(),
            convolutions.pooling());
    return new NetworkSpec(
        input,
        classes,
        sized,
        new DenseSpec(List.of(units), dropout(), dense.head(), dense.calibrated()),
        activation,
        batchNorm);
  }

  /** The same network with other convolutions. */
  public NetworkSpec withConvolutions(ConvSpec newConvolutions) {
    return new NetworkSpec(input, classes, newConvolutions, dense, activation, batchNorm);
  }

  /** The same network with kernels of another size, or another padding. */
  public NetworkSpec withConvolution(int kernelSize, Padding padding) {
    return withConvolutions(convolutions.withKernels(kernelSize, padding));
  }

  /** The same network with other dense layers. */
  public NetworkSpec withDense(DenseSpec newDense) {
    return new NetworkSpec(input, classes, convolutions, newDense, activation, batchNorm);
  }

  /** The same network with another activation. */
  public NetworkSpec withActivation(Activation newActivation) {
    return new NetworkSpec(input, classes, convolutions, dense, newActivation, batchNorm);
  }

  /** The same network with another dropout. */
  public NetworkSpec withDropout(float newDropout) {
    return withDense(new DenseSpec(dense.units(), newDropout, dense.head(), dense.calibrated()));
  }

  /** The same network with other batch normalisation. */
  public NetworkSpec withBatchNorm(float momentum, float epsilon) {
    return new NetworkSpec(
        input, classes, convolutions, dense, activation, new BatchNormSpec(momentum, epsilon));
  }

  /** Rows of an image. */
  public int height() {
    return input.height();
  }

  /** Columns of an image. */
  public int width() {
    return input.width();
  }

  /** Samples a pixel. */
  public int channels() {
    return input.channels();
  }

  /** Height and width of the first convolution's kernel. */
  public int kernelSize() {
    return convolutions.layers().get(0).kernelSize();
  }

  /** What the convolutions do at the border. */
  public Padding padding() {
    return convolutions.padding();
  }

  /** Share of the dense layers' outputs that a training step drops. */
  public float dropout() {
    return dense.dropout();
  }

  /** Rows of the last convolution's result after pooling. */
  public int flatHeight() {
    return convolutions.sizeAfter(height(), convolutions.layers().size());
  }

  /** Columns of the last convolution's result after pooling. */
  public int flatWidth() {
    return convolutions.sizeAfter(width(), convolutions.layers().size());
  }

  /** Inputs of the first dense layer. */
  public int flatSize() {
    List<ConvSpec.Layer> layers = convolutions.layers();
    int filters = layers.get(layers.size() - 1).filters();
    return switch (convolutions.pooling()) {
      case FLATTEN -> flatHeight() * flatWidth() * filters;
      case GLOBAL -> filters;
    };
  }

  /** Number of the last layer, counted over convolutions and dense layers; the book's has four. */
  int depth() {
    return convolutions.layers().size() + dense.units().size() + 1;
  }

  private static String tooSmall(InputSpec input, ConvSpec convolutions) {
    List<ConvSpec.Layer> layers = convolutions.layers();
    return String.format(
        Locale.ROOT,
        "images of %d x %d are too small for %d %s-padded convolutions with kernel size %d, %d of"
            + " them halved by pooling; use fewer, a smaller kernel, padding same, or larger"
            + " images",
        input.height(),
        input.width(),
        layers.size(),
        convolutions.padding(),
        layers.stream().mapToInt(ConvSpec.Layer::kernelSize).max().orElseThrow(),
        layers.stream().filter(ConvSpec.Layer::pooled).count());
  }
}
