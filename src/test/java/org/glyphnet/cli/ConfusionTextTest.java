package org.glyphnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImageShape;
import org.glyphnet.report.ConfusionMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfusionTextTest {
  /** A data set of one image a class, of which the first is taken for the last. */
  private static List<String> lines(List<String> names, int columns) {
    int count = names.size();
    int[] all = IntStream.range(0, count).toArray();
    ImageDataset dataset =
        new ImageDataset(
            "some", new ImageShape(1, 1, 1), new byte[count], all, names, OptionalInt.empty());
    int[] predictions = all.clone();
    predictions[0] = count - 1;
    return new ConfusionText(ConfusionMatrix.of(dataset, all, predictions), names, columns)
        .text()
        .lines()
        .toList();
  }

  @Test
  void tenDigitsHaveTheirCountsOnEightyColumns() {
    List<String> digits = IntStream.range(0, 10).mapToObj(Integer::toString).toList();

    assertThat(lines(digits, 80).get(0))
        .isEqualTo("reference  precision  recall  0 1 2 3 4 5 6 7 8 9");
    assertThat(lines(digits, 80).get(1))
        .isEqualTo("0                  -  0.0000  0 0 0 0 0 0 0 0 0 1");
    assertThat(lines(digits, 80).get(10))
        .isEqualTo("9             0.5000  1.0000  0 0 0 0 0 0 0 0 0 1");
  }

  @ParameterizedTest
  @CsvSource({"2, 40", "10, 12", "26, 40", "100, 40"})
  void noLineIsWiderThanTheScreen(int classes, int letters) {
    List<String> names =
        IntStream.range(0, classes)
            .mapToObj(i -> (i + "-" + "x".repeat(letters)).substring(0, letters))
            .toList();

    assertThat(lines(names, 80)).allMatch(line -> line.length() <= 80).hasSizeGreaterThan(classes);
  }

  @Test
  void whereTheCountsDoNotFitItSaysWhereTheyAre() {
    List<String> names = IntStream.range(0, 100).mapToObj(i -> "class" + i).toList();

    assertThat(lines(names, 80)).last().asString().contains("--json has them");
  }
}
