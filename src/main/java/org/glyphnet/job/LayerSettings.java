package org.glyphnet.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.glyphnet.network.ConvSpec;
import org.glyphnet.network.DenseSpec;
import org.glyphnet.network.InputSpec;
import org.glyphnet.network.NetworkSpec;

/**
 * Layers that are others than the recipe's; what is empty is the recipe's. Immutable.
 *
 * @param convolutions first to last
 * @param units of the dense layers before the last
 * @param pooling how the convolutions' output goes on to the dense layers
 * @param normalised whether batch normalisation follows each convolution
 * @param head what follows the last product
 * @param standardised whether the network standardises its images
 * @param calibrated whether a temperature is fitted on the validation part, by which probabilities
 *     are taken from the scores
 */
public record LayerSettings(
    Optional<List<ConvSpec.Layer>> convolutions,
    Optional<List<Integer>> units,
    Optional<ConvSpec.FeaturePooling> pooling,
    Optional<Boolean> normalised,
    Optional<DenseSpec.Head> head,
    Optional<Boolean> standardised,
    boolean calibrated) {
  /** The recipe's. */
  public static final LayerSettings NONE =
      new LayerSettings(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false);

  /** The network with these layers. */
  NetworkSpec on(NetworkSpec recipe) {
    InputSpec input = recipe.input();
    ConvSpec conv = recipe.convolutions();
    DenseSpec dense = recipe.dense();
    return new NetworkSpec(
        new InputSpec(
            input.height(),
            input.width(),
            input.channels(),
            standardised.orElse(input.standardised())),
        recipe.classes(),
        new ConvSpec(
            convolutions.orElse(conv.layers()),
            conv.padding(),
            normalised.orElse(conv.normalised()),
            pooling.orElse(conv.pooling())),
        new DenseSpec(
            units.orElse(dense.units()), dense.dropout(), head.orElse(dense.head()), calibrated),
        recipe.activation(),
        recipe.batchNorm());
  }

  /** Every setting by name; what is empty is the recipe's. */
  void addTo(Map<String, String> values) {
    values.put("conv", convolutions.map(LayerSettings::written).orElse(""));
    values.put(
        "dense",
        units
            .map(all -> all.stream().map(String::valueOf).collect(Collectors.joining(",")))
            .map(text -> text.isEmpty() ? "none" : text)
            .orElse(""));
    values.put("pool", pooling.map(ConvSpec.FeaturePooling::toString).orElse(""));
    values.put("conv-norm", normalised.map(String::valueOf).orElse(""));
    values.put("head", head.map(DenseSpec.Head::toString).orElse(""));
    values.put("standardise", standardised.map(String::valueOf).orElse(""));
    values.put("temperature", calibrated ? "true" : "");
  }

  /** As it is typed: {@code 32+32,64}. */
  private static String written(List<ConvSpec.Layer> layers) {
    StringBuilder text = new StringBuilder();
    for (ConvSpec.Layer layer : layers) {
      text.append(layer.filters()).append(layer.pooled() ? ',' : '+');
    }
    boolean lastPooled = layers.get(layers.size() - 1).pooled();
    return lastPooled ? text.substring(0, text.length() - 1) : text.toString();
  }
}
