package org.glyphnet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.glyphnet.training.Temperature;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  @Test
  void probabilitiesThatMeanWhatTheySayHaveNoError() {
    double[] probabilities = DoubleStream.generate(() -> 0.75).limit(400).toArray();
    boolean[] right = new boolean[400];
    for (int i = 0; i < 300; i++) {
      right[i] = true;
    }

    assertThat(Calibration.of(probabilities, right).error()).isCloseTo(0, within(1e-12));
  }

  @Test
  void certaintyThatIsWrongHasItsWholeDistanceAsError() {
    assertThat(Calibration.of(new double[] {1, 1}, new boolean[] {false, true}).error())
        .isEqualTo(0.5);
  }

  @Test
  void errorIsThatOfAnIndependentComputation() {
    Random random = new Random(3);
    double[] probabilities = random.doubles(1000, 0.1, 1).toArray();
    boolean[] right = new boolean[1000];
    TreeMap<Integer, double[]> bins = new TreeMap<>(); // {images, sum of probabilities, hits}
    for (int i = 0; i < 1000; i++) {
      right[i] = random.nextDouble() < probabilities[i] * 0.8;
      int bin = 0;
      while (probabilities[i] > (bin + 1) / 15.0) {
        bin++;
      }
      double[] sums = bins.computeIfAbsent(bin, b -> new double[3]);
      sums[0]++;
      sums[1] += probabilities[i];
      sums[2] += right[i] ? 1 : 0;
    }
    double expected =
        bins.values().stream()
            .mapToDouble(s -> s[0] / 1000 * Math.abs(s[2] / s[0] - s[1] / s[0]))
            .sum();

    assertThat(Calibration.of(probabilities, right).error()).isCloseTo(expected, within(1e-12));
  }

  @Test
  void temperatureIsTheOneThatTheLabelsWereDrawnAt() {
    Random random = new Random(1);
    float[][] scores = new float[20_000][4];
    int[] labels = new int[scores.length];
    for (int i = 0; i < scores.length; i++) {
      double[] powers = new double[4];
      for (int k = 0; k < 4; k++) {
        scores[i][k] = (float) (3 * random.nextGaussian());
        powers[k] = Math.exp(scores[i][k] / 2.5);
      }
      double draw = random.nextDouble() * DoubleStream.of(powers).sum();
      while (draw > powers[labels[i]]) {
        draw -= powers[labels[i]++];
      }
    }

    double temperature = Temperature.fit(scores, labels);

    assertThat(temperature).isCloseTo(2.5, within(0.1));
    // Independent: no temperature beside it has a smaller cross-entropy.
    double least = crossEntropy(scores, labels, temperature);
    for (double factor : new double[] {0.9, 0.99, 1.01, 1.1}) {
      assertThat(crossEntropy(scores, labels, temperature * factor)).isGreaterThan(least);
    }
  }

  @Test
  void temperatureKeepsEveryGuessAndMakesProbabilitiesOfOneSum() {
    float[][] scores = {{1, 2, 4}};

    assertThat(Temperature.confidences(scores, 2)[0])
        .isCloseTo(Math.exp(2) / (Math.exp(0.5) + Math.exp(1) + Math.exp(2)), within(1e-12));
  }

  @Test
  void temperatureWithoutImagesIsRefused() {
    assertThatThrownBy(() -> Temperature.fit(new float[0][], new int[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs images");
  }

  private static double crossEntropy(float[][] scores, int[] labels, double temperature) {
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      double all = 0;
      for (float score : scores[i]) {
        all += Math.exp(score / temperature);
      }
      sum -= Math.log(Math.exp(scores[i][labels[i]] / temperature) / all);
    }
    return sum / scores.length;
  }
}
