package org.glyphnet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.glyphnet.data.augmentation.Augmentation;
import org.glyphnet.job.LayerSettings;
import org.glyphnet.job.LearningSettings;
import org.glyphnet.network.ConvSpec;
import org.glyphnet.network.DenseSpec;
import org.glyphnet.training.Recipe;
import org.glyphnet.training.Schedule;

/** The options that choose a recipe, and what is to be otherwise than it says. */
final class RecipeOptions {
  private static final String TEMPERATURE = "temperature";
  private static final String TRAIN_SAMPLE = "train-sample";
  private static final String RECIPE = "recipe";
  private static final String CONV = "conv";
  private static final String DENSE = "dense";
  private static final String CLASS_WEIGHTS = "class-weights";
  private static final String AUGMENT = "augment";
  private static final String BALANCED = "balanced";
  private static final String NONE = "none";
  private static final String COUNT = "[1-9][0-9]{0,8}";

  /** Sizes of two convolutions and a dense layer: whoever names them means the book's network. */
  private static final List<String> OF_THE_BOOK =
      List.of("preset", "filters1", "filters2", "units");

  private RecipeOptions() {}

  static OptionList options() {
    return new OptionList()
        .value(
            RECIPE,
            "NAME",
            "what all other defaults come from: book, or modern, which learns one's own images"
                + " (default: modern for folder: and idx: unless --preset, --filters1, --filters2"
                + " or --units is given, else book)")
        .value(
            CONV,
            "LIST",
            "filters of the convolutions, pooled after each comma and at the end: 32,64,128;"
                + " 32+32,64+ has two before the first pooling and an unpooled third (default: the"
                + " recipe's)")
        .value(
            DENSE,
            "LIST",
            "units of the dense layers before the last, or none (default: the recipe's)")
        .value(
            "pool",
            "HOW",
            "flatten or global: how the convolutions' output reaches the dense layers (default: the"
                + " recipe's)")
        .value(
            "conv-norm",
            "YES",
            "batch normalisation after convolutions, true or false (default: the recipe's)")
        .value(
            "head",
            "KIND",
            "book (batch normalisation and activation on the scores) or logits (default: the"
                + " recipe's)")
        .value(
            "standardise",
            "YES",
            "subtract each channel's mean and divide by its deviation, true or false (default: the"
                + " recipe's)")
        .value(
            "schedule",
            "KIND",
            "of the learning rate: constant, cosine, one-cycle or steps (default: the recipe's)")
        .value("warmup", "SHARE", "of the steps in which it rises (default: the recipe's)")
        .value("weight-decay", "RATE", "of kernels, as AdamW's (default: the recipe's)")
        .value(
            "label-smoothing",
            "SHARE",
            "of the wanted probability for all classes alike (default: the recipe's)")
        .value(
            "averaging",
            "SHARE",
            "that a step keeps of averaged weights, which are then what is saved; 0 for none"
                + " (default: the recipe's)")
        .value(
            CLASS_WEIGHTS,
            "LIST",
            "balanced, so that all classes count alike, or a number for each (default: 1 each)")
        .value(
            AUGMENT,
            "LIST",
            "changes of training images, joined by commas without blanks: shift=2, rotate=12,"
                + " zoom=0.12, shear=0.15, elastic=1, flip, crop=4, brightness=0.2, contrast=0.2,"
                + " erase; or none (default: the recipe's)")
        .flag(
            TEMPERATURE,
            "fit a temperature on the part of --validation, so that probabilities mean what they"
                + " say; it is saved in the model, and changes no guess and no score")
        .value(
            "patience",
            "N",
            "end after N epochs that are no better on the part of --validation (default: 0, never)")
        .value(
            TRAIN_SAMPLE,
            "N",
            "training images that are evaluated after each epoch, at the end all are; or all (default:"
                + " the recipe's)")
        .value(
            "export-epoch",
            "WHICH",
            "best or last: the epoch that is the result where there is --validation (default: best)");
  }

  /** Which epoch is the result. */
  private enum Epoch {
    BEST,
    LAST;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The recipe that is asked for, or that suits the data set. */
  static Recipe recipe(Arguments arguments) {
    String dataset = arguments.text("dataset").orElse("");
    boolean own = Stream.of("folder:", "idx:").anyMatch(dataset::startsWith);
    boolean sizesOfTheBook = OF_THE_BOOK.stream().anyMatch(arguments::has);
    return arguments.choice(RECIPE, own && !sizesOfTheBook ? Recipe.MODERN : Recipe.BOOK);
  }

  /** Layers that are others than the recipe's. */
  static LayerSettings layers(Arguments arguments) {
    int kernel =
        arguments.integer(
            "kernel-size", recipe(arguments) == Recipe.BOOK ? 5 : 3, 1, Integer.MAX_VALUE);
    return new LayerSettings(
        arguments.text(CONV).map(text -> convolutions(text, kernel)),
        arguments
            .text(DENSE)
            .map(text -> text.equals(NONE) ? List.<Integer>of() : numbers(DENSE, text)),
        choice(arguments, "pool", ConvSpec.FeaturePooling.FLATTEN),
        yes(arguments, "conv-norm"),
        choice(arguments, "head", DenseSpec.Head.BOOK),
        yes(arguments, "standardise"),
        arguments.has(TEMPERATURE));
  }

  /** How to learn. */
  static LearningSettings learning(Arguments arguments) {
    Optional<String> weights = arguments.text(CLASS_WEIGHTS);
    boolean balanced = weights.filter(BALANCED::equals).isPresent();
    return new LearningSettings(
        recipe(arguments),
        choice(arguments, "schedule", Schedule.Kind.CONSTANT),
        share(arguments, "warmup").map(value -> Double.parseDouble(Float.toString(value))),
        new LearningSettings.Regularising(
            decimal(arguments, "weight-decay", value -> value >= 0, "a number from 0 up"),
            share(arguments, "label-smoothing"),
            share(arguments, "averaging"),
            balanced,
            balanced ? List.of() : weights.map(RecipeOptions::weights).orElse(List.of())),
        augmentation(arguments),
        arguments.integer("patience", 0, 0, Integer.MAX_VALUE),
        trainSample(arguments),
        arguments.choice("export-epoch", Epoch.BEST) == Epoch.BEST);
  }

  private static Optional<Integer> trainSample(Arguments arguments) {
    return arguments
        .text(TRAIN_SAMPLE)
        .map(
            text -> {
              if (!text.equals("all") && !text.matches(COUNT)) {
                throw bad(TRAIN_SAMPLE, text, "all, or a whole number from 1 to 999,999,999");
              }
              return text.equals("all") ? 0 : Integer.parseInt(text);
            });
  }

  private static Optional<Augmentation> augmentation(Arguments arguments) {
    try {
      return arguments.text(AUGMENT).map(Augmentation::parse);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + AUGMENT + ": " + e.getMessage(), e);
    }
  }

  /** {@code 32+32,64}: a comma pools, a plus does not; the last is pooled unless a plus follows. */
  private static List<ConvSpec.Layer> convolutions(String text, int kernel) {
    List<ConvSpec.Layer> layers = new ArrayList<>();
    for (String block : text.split(",", -1)) {
      boolean pooled = !block.endsWith("+");
      String[] filters = (pooled ? block : block.substring(0, block.length() - 1)).split("\\+", -1);
      for (int i = 0; i < filters.length; i++) {
        layers.add(
            new ConvSpec.Layer(
                number(CONV, text, filters[i]), kernel, pooled && i == filters.length - 1));
      }
    }
    return layers;
  }

  private static List<Integer> numbers(String option, String text) {
    return Stream.of(text.split(",", -1)).map(word -> number(option, text, word)).toList();
  }

  private static int number(String option, String text, String word) {
    if (!word.matches("[1-9][0-9]{0,5}")) {
      String right = "whole numbers from 1 to 999,999, such as 32,64,128";
      throw bad(option, text, option.equals(DENSE) ? NONE + ", or " + right : right);
    }
    return Integer.parseInt(word);
  }

  private static List<Float> weights(String text) {
    List<Float> weights = new ArrayList<>();
    for (String word : text.split(",", -1)) {
      if (!word.matches("[0-9]{1,6}(\\.[0-9]{1,6})?") || Float.parseFloat(word) == 0) {
        throw bad(
            CLASS_WEIGHTS,
            text,
            "balanced, or numbers above 0 and below 1,000,000, such as 1,1,2.5");
      }
      weights.add(Float.parseFloat(word));
    }
    return weights;
  }

  private static UsageException bad(String option, String typed, String right) {
    return new UsageException(
        "--" + option + ": '" + typed + "' is not possible; it takes " + right);
  }

  private static <E extends Enum<E>> Optional<E> choice(Arguments arguments, String option, E any) {
    return given(arguments, option, name -> arguments.choice(name, any));
  }

  private static Optional<Boolean> yes(Arguments arguments, String option) {
    return arguments
        .text(option)
        .map(
            text -> {
              if (!text.equals("true") && !text.equals("false")) {
                throw bad(option, text, "true or false");
              }
              return text.equals("true");
            });
  }

  private static Optional<Float> share(Arguments arguments, String option) {
    return decimal(
        arguments, option, value -> value >= 0 && value < 1, "a number from 0 to below 1");
  }

  private static Optional<Float> decimal(
      Arguments arguments, String option, Predicate<Float> check, String right) {
    return given(arguments, option, name -> arguments.decimal(name, 0, check, right));
  }

  private static <T> Optional<T> given(
      Arguments arguments, String option, Function<String, T> read) {
    return arguments.has(option) ? Optional.of(read.apply(option)) : Optional.empty();
  }
}
