package org.glyphnet.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Float#parseFloat} says which float is nearest. */
class NumberScannerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "0.0",
        "-0.0",
        "1",
        "1.0",
        "0.5",
        "-2.25",
        "0.9921568627450981",
        "123456789",
        "0.00392156862745098",
        "3.4028235e38",
        "3.4028235E+38",
        "1e-45",
        "1.4e-45",
        "1e-400",
        "0.1e1",
        "16777217",
        "16777217.0000000000000000001",
        "16777216.99999999999999999",
        "0.000000000000000000000000000000000000011754943508222875",
        "99999999999999999999999999",
        "0.1000000014901161193847656251",
        "0.10000000149011611938476562500000000001"
      })
  void numbersAreTheNearestFloats(String number) {
    assertRead(number);
  }

  @Test
  void soAreNumbersWrittenWithAnyNumberOfDigits() {
    Random random = new Random(11);
    for (int i = 0; i < 30_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(value)) {
        assertRead(Float.toString(value));
        assertRead(Double.toString(random.nextDouble()));
        assertRead(Double.toString((i % 256) / 255.0));
        assertRead(
            new BigDecimal(random.nextLong()).movePointLeft(random.nextInt(22)).toPlainString());
      }
    }
  }

  /** Where the nearest float changes: exactly half way between two, and a hair to either side. */
  @Test
  void soAreNumbersHalfWayBetweenTwoFloats() {
    Random random = new Random(12);
    for (int i = 0; i < 10_000; i++) {
      float value = random.nextFloat();
      BigDecimal half =
          new BigDecimal(value).add(new BigDecimal(Math.nextUp(value))).divide(new BigDecimal(2));
      BigDecimal hair = BigDecimal.ONE.movePointLeft(17 + random.nextInt(20));
      assertRead(half.toPlainString());
      assertRead(half.add(hair).toPlainString());
      assertRead(half.subtract(hair).toPlainString());
      assertRead(half.setScale(17, java.math.RoundingMode.HALF_EVEN).toPlainString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+1",
        ".5",
        "1.",
        "01",
        "-01",
        "1e",
        "1e+",
        "e5",
        "NaN",
        "Infinity",
        "1e39",
        "-1e39",
        "x",
        "\"1\"",
        "--1"
      })
  void whatIsNoNumberOrTooLargeIsLeft(String text) {
    assertThat(new NumberScanner(text.getBytes(UTF_8)).scan(0)).isEqualTo(-1);
  }

  private static void assertRead(String number) {
    NumberScanner scanner = new NumberScanner(("[" + number + ",").getBytes(UTF_8));
    int end = scanner.scan(1);
    assertThat(end).as(number).isEqualTo(1 + number.length());
    if (Float.floatToRawIntBits(scanner.value())
        != Float.floatToRawIntBits(Float.parseFloat(number))) {
      throw new AssertionError(
          number + " was read as " + scanner.value() + ", is " + Float.parseFloat(number));
    }
  }
}
