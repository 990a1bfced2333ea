package org.glyphnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 8, 10, 100, 1001, 70_000})
  void everyImageIsOnExactlyOneSide(int count) {
    Split split = Split.random(Samples.noise(count), 1);

    assertThat(IntStream.concat(IntStream.of(split.train()), IntStream.of(split.test())).sorted())
        .containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
  }

  @ParameterizedTest
  @CsvSource({
    "70000, 10000", // the book's
    "2, 1",
    "3, 1",
    "7, 1",
    "10, 1",
    "11, 2",
    "14, 2",
    "1000, 143",
    "60000, 8571",
  })
  void aSeventhIsForTheTest(int count, int test) {
    Split split = Split.random(Samples.noise(count), 3);

    assertThat(split.test()).hasSize(test);
    assertThat(split.train()).hasSize(count - test);
  }

  @Test
  void theSameSeedGivesTheSameSplit() {
    Split first = Split.random(Samples.noise(100), -7);
    Split again = Split.of(Split.Kind.RANDOM, Samples.noise(100), 0, -7);

    assertThat(again.train()).isEqualTo(first.train());
    assertThat(again.test()).isEqualTo(first.test());
  }

  @Test
  void otherSeedsGiveOtherSplits() {
    long different =
        IntStream.range(0, 200)
            .mapToObj(seed -> Split.random(Samples.noise(100), seed).test())
            .map(IntStream::of)
            .map(test -> test.sorted().boxed().toList())
            .distinct()
            .count();

    assertThat(different).isEqualTo(200);
  }

  @Test
  void theSplitOfASeedStaysWhatItIs() {
    // Saved runs are verified on the split that they were trained with: it must never change.
    // The numbers are from an implementation in Python of the generators' definitions.
    assertThat(Split.random(Samples.noise(14), 1).test()).containsExactly(12, 2);
  }

  @Test
  void theTestPartIsDrawnFromAllClassesAlike() {
    ImageDataset dataset = Samples.noise(21_000);
    int[] counts = new int[3];
    for (int image : Split.random(dataset, 1).test()) {
      counts[dataset.label(image)]++;
    }

    // 1,000 expected, standard deviation about 24
    assertThat(Arrays.stream(counts)).allMatch(n -> Math.abs(n - 1000) < 120);
  }

  @Test
  void theCanonicalSplitIsTheDataSetsOwn() {
    Split split = Split.of(Split.Kind.CANONICAL, Samples.noise(5, OptionalInt.of(3)), 0, 1);

    assertThat(split.train()).containsExactly(0, 1, 2);
    assertThat(split.test()).containsExactly(3, 4);
  }

  @Test
  void aDataSetWithoutTestPartHasNoCanonicalSplit() {
    assertThatThrownBy(() -> Split.canonical(Samples.noise(5)))
        .isInstanceOf(DataException.class)
        .hasMessage("noise: has no test part of its own");
  }

  @Test
  void oneImageCannotBeSplit() {
    assertThatThrownBy(() -> Split.random(Samples.noise(1), 1))
        .isInstanceOf(DataException.class)
        .hasMessage("noise: one image cannot be split into a training and a test part");
  }

  @Test
  void neitherSideMayBeEmpty() {
    assertThatThrownBy(() -> new Split(new int[] {0, 1}, new int[0]))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found 2 to train and 0 to test");
    assertThatThrownBy(() -> new Split(new int[0], new int[1])).isInstanceOf(DataException.class);
  }

  @Test
  void aPartForChoosingTakesItsShareOfEachClassAndLeavesTheTestPart() {
    ImageDataset dataset = Samples.noise(300);
    Split before = Split.random(dataset, 4);

    Split split = before.withValidation(dataset, 0.1, 4);

    assertThat(split.test()).isEqualTo(before.test());
    assertThat(split.train().length + split.validation().length).isEqualTo(before.train().length);
    assertThat(split.train()).doesNotContain(split.validation());
    for (int label = 0; label < 3; label++) {
      int own = label;
      long all = java.util.Arrays.stream(before.train()).filter(i -> i % 3 == own).count();
      assertThat(java.util.Arrays.stream(split.validation()).filter(i -> i % 3 == own).count())
          .isEqualTo(Math.round(all * 0.1));
    }
    assertThat(before.withValidation(dataset, 0.1, 4).validation()).isEqualTo(split.validation());
    assertThat(before.withValidation(dataset, 0.1, 5).validation())
        .isNotEqualTo(split.validation());
  }

  @Test
  void smallClassesGiveOneImageAndKeepOne() {
    ImageDataset dataset = Samples.noise(7); // classes of 3, 2 and 2
    Split all = new Split(new int[] {0, 1, 2, 3, 4, 6}, new int[] {5});

    Split little = all.withValidation(dataset, 0.01, 1);
    Split nearlyAll = all.withValidation(dataset, 0.99, 1);

    // Class 2 has one training image, which stays.
    assertThat(little.validation()).hasSize(2).doesNotContain(2);
    assertThat(nearlyAll.train()).hasSize(3).contains(2);
  }

  @Test
  void aPartForChoosingOfItsOwnStays() {
    ImageDataset dataset = Samples.noise(6).withParts(new OwnParts(3, 2));

    Split split = Split.canonical(dataset).withValidation(dataset, 0.5, 1);

    assertThat(split.train()).containsExactly(0, 1, 2);
    assertThat(split.validation()).containsExactly(3, 4);
    assertThat(split.test()).containsExactly(5);
  }
}
