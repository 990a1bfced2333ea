package org.glyphnet.cli;

import org.glyphnet.data.ImageShape;
import org.glyphnet.job.NetworkSettings;
import org.glyphnet.job.Numbers;
import org.glyphnet.network.AdamSpec;
import org.glyphnet.network.BatchNormSpec;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Preset;
import org.glyphnet.training.Recipe;

/** The options that describe the network and its optimiser. */
final class NetworkOptions {
  private static final NetworkSpec BOOK = NetworkSpec.bookText();
  private static final AdamSpec BOOK_ADAM = AdamSpec.book();
  private static final Preset PRESET = Preset.BOOK_TEXT;

  private NetworkOptions() {}

  static OptionList options() {
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
        .value("adam-epsilon", "E", "Adam's epsilon" + byDefault(BOOK_ADAM.epsilon()));
  }

  /** The network that is asked for. */
  static NetworkSettings settings(Arguments arguments) {
    Preset preset = arguments.choice("preset", PRESET);
    Recipe recipe = RecipeOptions.recipe(arguments);
    NetworkSpec base = recipe.network(new ImageShape(28, 28, 1), 10);
    return new NetworkSettings(
        preset,
        new NetworkSettings.Sizes(
            arguments.integer("filters1", preset.filters().get(0), 1, Integer.MAX_VALUE),
            arguments.integer("filters2", preset.filters().get(1), 1, Integer.MAX_VALUE),
            arguments.integer("units", preset.units().get(0), 1, Integer.MAX_VALUE),
            arguments.integer("kernel-size", base.kernelSize(), 1, Integer.MAX_VALUE)),
        arguments.choice("padding", base.padding()),
        arguments.choice("activation", base.activation()),
        share(arguments, "dropout", base.dropout()),
        new BatchNormSpec(
            share(arguments, "bn-momentum", base.batchNorm().momentum()),
            positive(arguments, "bn-epsilon", base.batchNorm().epsilon())),
        recipe,
        RecipeOptions.layers(arguments));
  }

  /** The optimiser that is asked for. */
  static AdamSpec optimizer(Arguments arguments) {
    AdamSpec base = RecipeOptions.recipe(arguments).optimizer();
    return new AdamSpec(
        positive(arguments, "learning-rate", base.learningRate()),
        share(arguments, "beta1", base.beta1()),
        share(arguments, "beta2", base.beta2()),
        positive(arguments, "adam-epsilon", base.epsilon()));
  }

  private static float share(Arguments arguments, String option, float byDefault) {
    return arguments.decimal(option, byDefault, v -> v >= 0 && v < 1, "a number from 0 to below 1");
  }

  private static float positive(Arguments arguments, String option, float byDefault) {
    return arguments.decimal(option, byDefault, v -> v > 0, "a number above 0");
  }

  private static String byDefault(Object value) {
    return " (default and the book's: "
        + (value instanceof Float f ? Numbers.plain(f) : value)
        + ")";
  }
}
