package org.glyphnet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.ParseException;
import org.glyphnet.job.LayerSettings;
import org.glyphnet.job.LearningSettings;
import org.glyphnet.network.ConvSpec;
import org.glyphnet.training.Recipe;
import org.glyphnet.training.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeOptionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--warmup | 1 | a number from 0 to below 1",
        "--warmup | -0.1 | a number from 0 to below 1",
        "--warmup | NaN | a number from 0 to below 1",
        "--warmup | long | a number from 0 to below 1",
        "--weight-decay | -1 | a number from 0 up",
        "--weight-decay | Infinity | a number from 0 up",
        "--weight-decay | '' | a number from 0 up",
        "--label-smoothing | 1 | a number from 0 to below 1",
        "--label-smoothing | NaN | a number from 0 to below 1",
        "--averaging | 1 | a number from 0 to below 1",
        "--averaging | -1 | a number from 0 to below 1",
        "--class-weights | '' | balanced, or numbers above 0 and below 1,000,000, such as 1,1,2.5",
        "--class-weights | 1,0 | balanced, or numbers above 0 and below 1,000,000, such as 1,1,2.5",
        "--class-weights | 1,,2 | balanced, or numbers above 0 and below 1,000,000, such as 1,1,2.5",
        "--class-weights | even | balanced, or numbers above 0 and below 1,000,000, such as 1,1,2.5",
        "--class-weights | 1000000 | balanced, or numbers above 0 and below 1,000,000, such as 1,1,2.5",
        "--schedule | linear | one of constant, cosine, one-cycle, steps",
        "--patience | -1 | a whole number of at least 0",
        "--patience | 1.5 | a whole number of at least 0",
        "--train-sample | 0 | all, or a whole number from 1 to 999,999,999",
        "--train-sample | some | all, or a whole number from 1 to 999,999,999",
        "--train-sample | 9999999999 | all, or a whole number from 1 to 999,999,999",
        "--export-epoch | first | one of best, last"
      })
  void aBadLearningValueIsOneLineThatSaysWhatWouldBeRight(
      String option, String typed, String right) {
    assertThatThrownBy(() -> RecipeOptions.learning(typed(option, typed)))
        .isInstanceOf(UsageException.class)
        .hasMessage(option + ": '" + typed + "' is not possible; it takes " + right);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--conv | '' | whole numbers from 1 to 999,999, such as 32,64,128",
        "--conv | 32,,64 | whole numbers from 1 to 999,999, such as 32,64,128",
        "--conv | 32++64 | whole numbers from 1 to 999,999, such as 32,64,128",
        "--conv | 0 | whole numbers from 1 to 999,999, such as 32,64,128",
        "--conv | 1000000 | whole numbers from 1 to 999,999, such as 32,64,128",
        "--conv | none | whole numbers from 1 to 999,999, such as 32,64,128",
        "--dense | '' | none, or whole numbers from 1 to 999,999, such as 32,64,128",
        "--dense | -5 | none, or whole numbers from 1 to 999,999, such as 32,64,128",
        "--dense | 1.5 | none, or whole numbers from 1 to 999,999, such as 32,64,128",
        "--pool | average | one of flatten, global",
        "--conv-norm | yes | true or false",
        "--head | softmax | one of book, logits",
        "--standardise | 1 | true or false",
        "--recipe | new | one of book, modern"
      })
  void aBadLayerIsOneLineThatSaysWhatWouldBeRight(String option, String typed, String right) {
    assertThatThrownBy(() -> RecipeOptions.layers(typed(option, typed)))
        .isInstanceOf(UsageException.class)
        .hasMessage(option + ": '" + typed + "' is not possible; it takes " + right);
  }

  @Test
  void whatIsNotTypedIsTheRecipes() {
    assertThat(RecipeOptions.learning(typed())).isEqualTo(LearningSettings.of(Recipe.BOOK));
  }

  @Test
  void whatIsTypedIsWhatIsLearntWith() {
    LearningSettings settings =
        RecipeOptions.learning(
            typed("--schedule", "one-cycle", "--class-weights", "1,2.5", "--train-sample", "all"));

    assertThat(settings.schedule()).contains(Schedule.Kind.ONE_CYCLE);
    assertThat(settings.regularisation().classWeights()).containsExactly(1f, 2.5f);
    assertThat(settings.trainSample()).contains(0);
  }

  @Test
  void aCommaPoolsAndAPlusDoesNot() {
    LayerSettings layers = RecipeOptions.layers(typed("--conv", "32+32,64+", "--kernel-size", "3"));

    assertThat(layers.convolutions())
        .contains(
            List.of(
                new ConvSpec.Layer(32, 3, false),
                new ConvSpec.Layer(32, 3, true),
                new ConvSpec.Layer(64, 3, false)));
  }

  @ParameterizedTest
  @CsvSource({
    "folder:a, '', MODERN",
    "idx:a, '', MODERN",
    "mnist, '', BOOK",
    "folder:a, --units=9, BOOK",
    "folder:a, --preset=compact, BOOK"
  })
  void onesOwnImagesAreLearntByTheModernRecipeUnlessSizesOfTheBookAreNamed(
      String dataset, String other, Recipe recipe) {
    Arguments arguments =
        other.isEmpty() ? typed("--dataset", dataset) : typed("--dataset", dataset, other);

    assertThat(RecipeOptions.recipe(arguments)).isEqualTo(recipe);
  }

  private static Arguments typed(String... words) {
    OptionList options = RecipeOptions.options();
    for (String beside : List.of("dataset", "preset", "units", "kernel-size")) {
      options.value(beside, "VALUE", "");
    }
    try {
      return Arguments.of(new DefaultParser().parse(options.toOptions(), words));
    } catch (ParseException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
