package org.glyphnet.job;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.glyphnet.GlyphnetException.Remedy;
import org.glyphnet.data.augmentation.Augmentation;
import org.glyphnet.network.Regularisation;
import org.glyphnet.training.ClassWeights;
import org.glyphnet.training.Learning;
import org.glyphnet.training.Recipe;
import org.glyphnet.training.Schedule;

/**
 * How to learn, where it is otherwise than the recipe says; what is empty is the recipe's.
 * Immutable.
 *
 * @param recipe what the rest comes from
 * @param schedule course of the learning rate
 * @param warmup share of the steps in which it rises
 * @param regularisation beside the gradient
 * @param augmentation what training images go through
 * @param patience epochs without a better one after which training ends, 0 for never
 * @param trainSample training images that are evaluated between epochs, 0 for all
 * @param best whether the best epoch is the result where there is a part to choose by, not the last
 */
public record LearningSettings(
    Recipe recipe,
    Optional<Schedule.Kind> schedule,
    Optional<Double> warmup,
    Regularising regularisation,
    Optional<Augmentation> augmentation,
    int patience,
    Optional<Integer> trainSample,
    boolean best) {
  /** The book's. */
  public static final LearningSettings BOOK = of(Recipe.BOOK);

  /**
   * Regularisation; what is empty is the recipe's.
   *
   * @param weightDecay see {@link Regularisation}
   * @param labelSmoothing see {@link Regularisation}
   * @param averaging see {@link Regularisation}
   * @param balanced whether all classes count alike
   * @param classWeights what each class counts, empty for 1 each
   */
  public record Regularising(
      Optional<Float> weightDecay,
      Optional<Float> labelSmoothing,
      Optional<Float> averaging,
      boolean balanced,
      List<Float> classWeights) {}

  /** What a recipe says. */
  public static LearningSettings of(Recipe recipe) {
    return new LearningSettings(
        recipe,
        Optional.empty(),
        Optional.empty(),
        new Regularising(Optional.empty(), Optional.empty(), Optional.empty(), false, List.of()),
        Optional.empty(),
        0,
        Optional.empty(),
        true);
  }

  /**
   * How to learn a data set.
   *
   * @throws SettingsException when that is not possible on it
   */
  Learning on(LoadedData data) {
    Learning base = recipe.learning(data.dataset().shape());
    if (patience > 0 && data.split().validation().length == 0) {
      throw new SettingsException(
          "patience needs a part that choices are made by", Remedy.KEEP_VALIDATION_PART);
    }
    int classes = data.dataset().classNames().size();
    List<Float> weights =
        regularisation.balanced()
            ? ClassWeights.balanced(data.dataset(), data.split().train())
            : regularisation.classWeights();
    if (!weights.isEmpty() && weights.size() != classes) {
      throw new SettingsException(
          weights.size() + " class weights for " + classes + " classes; give one for each");
    }
    Regularisation was = base.regularisation();
    Regularisation is =
        new Regularisation(
            regularisation.weightDecay().orElse(was.weightDecay()),
            regularisation.labelSmoothing().orElse(was.labelSmoothing()),
            regularisation.averaging().orElse(was.averaging()),
            weights);
    return new Learning(
        new Schedule(
            schedule.orElse(base.schedule().kind()), warmup.orElse(base.schedule().warmup())),
        is,
        base.recomputed() || is.averaged(),
        augmentation.orElse(base.augmentation()),
        new Learning.Stopping(patience, best && data.split().validation().length > 0),
        false,
        trainSample.orElse(base.trainSample()));
  }

  /** Every setting by name; what is empty is the recipe's. */
  void addTo(Map<String, String> values) {
    values.put("recipe", recipe.toString());
    values.put("schedule", schedule.map(Schedule.Kind::toString).orElse(""));
    values.put("warmup", warmup.map(String::valueOf).orElse(""));
    values.put("weight-decay", regularisation.weightDecay().map(Numbers::plain).orElse(""));
    values.put("label-smoothing", regularisation.labelSmoothing().map(Numbers::plain).orElse(""));
    values.put("averaging", regularisation.averaging().map(Numbers::plain).orElse(""));
    values.put(
        "class-weights",
        regularisation.balanced()
            ? "balanced"
            : regularisation.classWeights().stream()
                .map(Numbers::plain)
                .collect(Collectors.joining(",")));
    values.put("augment", augmentation.map(Augmentation::toString).orElse(""));
    values.put("patience", Integer.toString(patience));
    values.put("train-sample", trainSample.map(LearningSettings::sample).orElse(""));
    values.put("export-epoch", best ? "best" : "last");
  }

  private static String sample(int images) {
    return images == 0 ? "all" : Integer.toString(images);
  }

  /** One line that says what is done on a data set. */
  String told(Learning learning) {
    return String.format(
        Locale.ROOT,
        "Recipe %s: schedule %s, warm-up %s, weight decay %s, label smoothing %s, augmentation %s,"
            + " statistics %s",
        recipe,
        learning.schedule().kind(),
        learning.schedule().warmup(),
        Numbers.plain(learning.regularisation().weightDecay()),
        Numbers.plain(learning.regularisation().labelSmoothing()),
        learning.augmentation(),
        learning.recomputed() ? "recomputed" : "of the steps");
  }
}
