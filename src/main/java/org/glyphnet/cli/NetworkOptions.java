package org.glyphnet.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Options;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImageShape;
import org.glyphnet.network.Activation;
import org.glyphnet.network.AdamSpec;
import org.glyphnet.network.BatchNormSpec;
import org.glyphnet.network.ConvSpec;
import org.glyphnet.network.DenseSpec;
import org.glyphnet.network.FeaturePooling;
import org.glyphnet.network.Head;
import org.glyphnet.network.InputSpec;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Padding;
import org.glyphnet.network.Preset;

/**
 * The options that describe the network and its optimiser, read and checked; what depends on the
 * data set's images is not known yet.
 */
record NetworkOptions(
    Preset preset,
    int filters1,
    int filters2,
    int units,
    int kernelSize,
    Padding padding,
    Activation activation,
    float dropout,
    float bnMomentum,
    float bnEpsilon,
    AdamSpec adam) {
  private static final NetworkSpec BOOK = NetworkSpec.bookText();
  private static final AdamSpec BOOK_ADAM = AdamSpec.book();
  private static final Preset PRESET = Preset.BOOK_TEXT;

  static Options options() {
    return new OptionList()
        .value(
            "preset",
            "NAME",
            "layer sizes: book-text (filters 64 and 128, 1024 units), book-code (1024, 128, 64; 14 times the work) or"
                + " compact (16, 32, 128) (default and the book's: "
                + PRESET
                + ")")
        .value(
            "filters1",
            "N",
            "filters of the first convolution (default: the preset's; the book's: 64)")
        .value(
            "filters2",
            "N",
            "filters of the second convolution (default: the preset's; the book's: 128)")
        .value(
            "units",
            "N",
            "units of the first dense layer (default: the preset's; the book's: 1024)")
        .value(
            "kernel-size",
            "N",
            "height and width of the convolutions' kernels" + byDefault(BOOK.kernelSize()))
        .value("padding", "KIND", "same or valid" + byDefault(BOOK.padding()))
        .value(
            "activation",
            "NAME",
            "leaky_relu, relu, elu, selu, tanh, sigmoid, softplus or swish"
                + byDefault(BOOK.activation()))
        .value(
            "dropout",
            "RATE",
            "share of the dense layer's outputs dropped in training" + byDefault(BOOK.dropout()))
        .value(
            "bn-momentum",
            "M",
            "how much of its old value a moving average of batch normalisation keeps; 0 is the last batch's statistics,"
                + " 0.99 is steadier"
                + byDefault(BOOK.batchNorm().momentum()))
        .value(
            "bn-epsilon",
            "E",
            "added to the variance in batch normalisation" + byDefault(BOOK.batchNorm().epsilon()))
        .value("learning-rate", "RATE", "Adam's step size" + byDefault(BOOK_ADAM.learningRate()))
        .value("beta1", "B", "Adam's decay of the first moment" + byDefault(BOOK_ADAM.beta1()))
        .value("beta2", "B", "Adam's decay of the second moment" + byDefault(BOOK_ADAM.beta2()))
        .value("adam-epsilon", "E", "Adam's epsilon" + byDefault(BOOK_ADAM.epsilon()))
        .toOptions();
  }

  static NetworkOptions of(Arguments arguments) {
    Preset preset = arguments.choice("preset", PRESET);
    return new NetworkOptions(
        preset,
        arguments.integer("filters1", preset.filters().get(0), 1, Integer.MAX_VALUE),
        arguments.integer("filters2", preset.filters().get(1), 1, Integer.MAX_VALUE),
        arguments.integer("units", preset.units().get(0), 1, Integer.MAX_VALUE),
        arguments.integer("kernel-size", BOOK.kernelSize(), 1, Integer.MAX_VALUE),
        arguments.choice("padding", BOOK.padding()),
        arguments.choice("activation", BOOK.activation()),
        share(arguments, "dropout", BOOK.dropout()),
        share(arguments, "bn-momentum", BOOK.batchNorm().momentum()),
        positive(arguments, "bn-epsilon", BOOK.batchNorm().epsilon()),
        new AdamSpec(
            positive(arguments, "learning-rate", BOOK_ADAM.learningRate()),
            share(arguments, "beta1", BOOK_ADAM.beta1()),
            share(arguments, "beta2", BOOK_ADAM.beta2()),
            positive(arguments, "adam-epsilon", BOOK_ADAM.epsilon())));
  }

  /** The network for a data set's images and classes. */
  NetworkSpec network(ImageDataset dataset) {
    ImageShape shape = dataset.shape();
    try {
      return new NetworkSpec(
          new InputSpec(shape.height(), shape.width(), shape.channels(), false),
          dataset.classNames().size(),
          new ConvSpec(
              ConvSpec.pooled(kernelSize, List.of(filters1, filters2)),
              padding,
              false,
              FeaturePooling.FLATTEN),
          new DenseSpec(List.of(units), dropout, Head.BOOK),
          activation,
          new BatchNormSpec(bnMomentum, bnEpsilon));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  /** Every option with its value, given or default. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("preset", preset.toString());
    values.put("filters1", Integer.toString(filters1));
    values.put("filters2", Integer.toString(filters2));
    values.put("units", Integer.toString(units));
    values.put("kernel-size", Integer.toString(kernelSize));
    values.put("padding", padding.toString());
    values.put("activation", activation.toString());
    values.put("dropout", plain(dropout));
    values.put("bn-momentum", plain(bnMomentum));
    values.put("bn-epsilon", plain(bnEpsilon));
    values.put("learning-rate", plain(adam.learningRate()));
    values.put("beta1", plain(adam.beta1()));
    values.put("beta2", plain(adam.beta2()));
    values.put("adam-epsilon", plain(adam.epsilon()));
    return values;
  }

  private static float share(Arguments arguments, String option, float byDefault) {
    return arguments.decimal(option, byDefault, v -> v >= 0 && v < 1, "a number from 0 to below 1");
  }

  private static float positive(Arguments arguments, String option, float byDefault) {
    return arguments.decimal(option, byDefault, v -> v > 0, "a number above 0");
  }

  private static String byDefault(Object value) {
    return " (default and the book's: " + (value instanceof Float f ? plain(f) : value) + ")";
  }

  /** A float as a person writes it: 2.0E-4 as 0.0002, 1.0E-8 as 1e-8. */
  private static String plain(float value) {
    String text =
        new java.math.BigDecimal(Float.toString(value)).stripTrailingZeros().toPlainString();
    return text.length() > 8 ? Float.toString(value).replace(".0E", "e") : text;
  }
}
