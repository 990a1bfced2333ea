package org.glyphnet.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.glyphnet.data.SplitMix64;
import org.junit.jupiter.api.Test;

class StrokeTemplateTest {
  @Test
  void readsStrokesPointsAndCorners() {
    StrokeTemplate seven = StrokeTemplate.of(2, "0,5 60,-4! 30,100 | 10,50 50,48");

    assertThat(seven.weight()).isEqualTo(2);
    assertThat(seven.strokes()).isEqualTo(2);
    assertThat(seven.strokeStart(1)).isEqualTo(3);
    assertThat(seven.strokeStart(2)).isEqualTo(5);
    assertThat(seven.isCorner(1)).isTrue();
    assertThat(seven.isCorner(2)).isFalse();
    assertThat(seven.between(SplitMix64.of(1, 1)))
        .containsExactly(0, 5, 60, -4, 30, 100, 10, 50, 50, 48);
  }

  @Test
  void aDrawingLiesBetweenTwoKeyDrawings() {
    StrokeTemplate bar = StrokeTemplate.of(1, "0,0 0,100", "20,0 20,100");
    SplitMix64 random = SplitMix64.of(1, 2);

    for (int i = 0; i < 200; i++) {
      assertThat(bar.between(random)[0]).isBetween(-2.0, 22.0);
    }
  }

  @Test
  void keyDrawingsWithDifferentPointsAreRefused() {
    assertThatThrownBy(() -> StrokeTemplate.of(1, "0,0 0,100", "0,0 5,50 0,100"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must agree")
        .hasMessageContaining("0,0 5,50 0,100");
    assertThatThrownBy(() -> StrokeTemplate.of(1, "0,0 5,50 0,100", "0,0 5,50! 0,100"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void commonTemplatesArePickedMoreOften() {
    StrokeTemplate common = StrokeTemplate.of(9, "0,0 0,100");
    StrokeTemplate rare = StrokeTemplate.of(1, "9,0 9,100");
    SplitMix64 random = SplitMix64.of(3, 3);

    int picked = 0;
    for (int i = 0; i < 1000; i++) {
      picked += StrokeTemplate.pick(List.of(common, rare), random) == rare ? 1 : 0;
    }

    assertThat(picked).isBetween(60, 140);
  }

  @Test
  void everyDigitIsDrawnInSeveralWays() {
    for (int digit = 0; digit < 10; digit++) {
      assertThat(StrokeTemplates.of(digit)).as("digit %d", digit).hasSizeGreaterThan(2);
    }
  }
}
