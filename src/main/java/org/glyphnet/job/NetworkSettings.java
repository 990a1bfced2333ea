package org.glyphnet.job;

import java.util.List;
import java.util.Map;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImageShape;
import org.glyphnet.network.Activation;
import org.glyphnet.network.BatchNormSpec;
import org.glyphnet.network.ConvSpec;
import org.glyphnet.network.DenseSpec;
import org.glyphnet.network.InputSpec;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Padding;
import org.glyphnet.network.Preset;
import org.glyphnet.training.Recipe;

/**
 * The network, but for what the data set decides: the images' size and the classes. Immutable; what
 * the numbers may be is checked when the network is made.
 *
 * @param preset what the sizes were taken from, where no other was named
 * @param sizes of the layers
 * @param padding what the convolutions do at the border
 * @param activation the function after every layer
 * @param dropout share of the first dense layer's outputs that a training step drops
 * @param batchNorm batch normalisation
 * @param recipe what the layers come from: the preset's sizes, or as the images are
 * @param layers others than the recipe's
 */
public record NetworkSettings(
    Preset preset,
    Sizes sizes,
    Padding padding,
    Activation activation,
    float dropout,
    BatchNormSpec batchNorm,
    Recipe recipe,
    LayerSettings layers) {

  /**
   * Sizes of the layers.
   *
   * @param filters1 filters of the first convolution
   * @param filters2 filters of the second convolution
   * @param units units of the first dense layer
   * @param kernelSize height and width of both convolutions' kernels
   */
  public record Sizes(int filters1, int filters2, int units, int kernelSize) {}

  /** The book's network with the sizes of a preset. */
  public static NetworkSettings of(Preset preset) {
    NetworkSpec book = NetworkSpec.of(preset);
    return new NetworkSettings(
        preset,
        new Sizes(
            preset.filters().get(0),
            preset.filters().get(1),
            preset.units().get(0),
            book.kernelSize()),
        book.padding(),
        book.activation(),
        book.dropout(),
        book.batchNorm(),
        Recipe.BOOK,
        LayerSettings.NONE);
  }

  /** The same network with other layer sizes. */
  public NetworkSettings withSizes(Sizes newSizes) {
    return new NetworkSettings(
        preset, newSizes, padding, activation, dropout, batchNorm, recipe, layers);
  }

  /**
   * The network for a data set's images and classes.
   *
   * @throws SettingsException when there is none, as when the images are too small
   */
  public NetworkSpec spec(ImageDataset dataset) {
    ImageShape shape = dataset.shape();
    try {
      NetworkSpec base =
          recipe == Recipe.BOOK
              ? book(shape, dataset.classNames().size())
              : recipe.network(shape, dataset.classNames().size());
      return layers
          .on(base)
          .withConvolution(sizes.kernelSize(), padding)
          .withActivation(activation)
          .withDropout(dropout)
          .withBatchNorm(batchNorm.momentum(), batchNorm.epsilon());
    } catch (IllegalArgumentException e) {
      throw new SettingsException(e.getMessage(), e);
    }
  }

  private NetworkSpec book(ImageShape shape, int classes) {
    return new NetworkSpec(
        new InputSpec(shape.height(), shape.width(), shape.channels(), false),
        classes,
        new ConvSpec(
            ConvSpec.pooled(sizes.kernelSize(), List.of(sizes.filters1(), sizes.filters2())),
            padding,
            false,
            ConvSpec.FeaturePooling.FLATTEN),
        new DenseSpec(List.of(sizes.units()), dropout, DenseSpec.Head.BOOK),
        activation,
        batchNorm);
  }

  /** Every setting by name, in the order in which they are told. */
  void addTo(Map<String, String> values) {
    values.put("preset", preset.toString());
    values.put("filters1", Integer.toString(sizes.filters1()));
    values.put("filters2", Integer.toString(sizes.filters2()));
    values.put("units", Integer.toString(sizes.units()));
    values.put("kernel-size", Integer.toString(sizes.kernelSize()));
    layers.addTo(values);
    values.put("padding", padding.toString());
    values.put("activation", activation.toString());
    values.put("dropout", Numbers.plain(dropout));
    values.put("bn-momentum", Numbers.plain(batchNorm.momentum()));
    values.put("bn-epsilon", Numbers.plain(batchNorm.epsilon()));
  }
}
