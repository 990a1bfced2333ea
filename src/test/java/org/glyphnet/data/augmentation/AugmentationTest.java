package org.glyphnet.data.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.glyphnet.data.augmentation.Augmentation.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {
  @Test
  void isReadAsItIsWritten() {
    String all =
        "shift=2,rotate=12,zoom=0.12,shear=0.15,elastic=1,flip=0.5,crop=4,brightness=0.2,contrast=0.2,erase=0.25";

    assertThat(Augmentation.parse(all)).hasToString(all);
    assertThat(Augmentation.parse(all).of(Change.SHEAR)).isEqualTo(0.15);
    assertThat(Augmentation.parse(all)).isEqualTo(Augmentation.parse(all));
  }

  @Test
  void flipAndEraseNeedNoNumber() {
    assertThat(Augmentation.parse("erase, flip"))
        .isEqualTo(new Augmentation(Map.of(Change.FLIP, 0.5, Change.ERASE, 0.5)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "shift=0", "rotate=0,zoom=0"})
  void nothingIsNone(String typed) {
    assertThat(Augmentation.parse(typed).isNone()).isTrue();
    assertThat(Augmentation.parse(typed)).hasToString("none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "spin=3 | 'spin' is no change of images; there are shift, rotate, zoom, shear, elastic, flip, crop, brightness, contrast, erase",
        "shift | shift needs a strength: shift=N (pixels)",
        "shift=x | shift=x is not possible; it takes a number 0 to 64 (pixels)",
        "rotate=181 | rotate=181 is not possible; it takes a number 0 to 180 (degrees)",
        "zoom=-1 | zoom=-1 is not possible; it takes a number 0 to 4 (share of the size)",
        "zoom=NaN | zoom=NaN is not possible; it takes a number 0 to 4 (share of the size)",
        "flip=2 | flip=2 is not possible; it takes a number 0 to 1 (probability)",
        "crop=1.5 | crop=1.5 is not possible; it takes a whole number 0 to 64 (pixels)",
        "flip,flip | flip is there twice; once is enough",
        "flip, | '' is no change of images; there are shift, rotate, zoom, shear, elastic, flip, crop, brightness, contrast, erase",
      })
  void whatIsNotPossibleIsToldInOneLine(String typed, String message) {
    assertThatThrownBy(() -> Augmentation.parse(typed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
