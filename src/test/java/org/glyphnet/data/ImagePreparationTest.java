package org.glyphnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagePreparationTest {
  private static final ImagePreparation PHOTOS =
      new ImagePreparation(
          new ImageShape(48, 64, 3),
          ImagePreparation.Kind.RESIZE,
          ImagePreparation.Fit.LETTERBOX,
          ImagePreparation.Polarity.MIXED);

  private static final String TEXT =
      """
      format: 1
      height: 48
      width: 64
      channels: 3
      preparation: resize
      fit: letterbox
      polarity: mixed
      resampling: area-bilinear
      background: white-unless-light
      """;

  @Test
  void isWrittenAsKeysAndValuesAndReadAgain() {
    assertThat(PHOTOS.toText()).isEqualTo(TEXT);
    assertThat(ImagePreparation.parse(TEXT, "images.txt")).isEqualTo(PHOTOS);
    assertThat(ImagePreparation.parse(ImagePreparation.mnist().toText(), "images.txt"))
        .isEqualTo(ImagePreparation.mnist());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format: 1 | format: 2 | images.txt: format is 2, this program knows 1",
        "height: 48 | height: x | images.txt: height is x, not a number",
        "width: 64 |  | images.txt: width is null, not a number",
        "fit: letterbox | fit: squeeze | images.txt: fit is squeeze, this program knows crop, letterbox",
        "preparation: resize | preparation: mnist-frame | MNIST's frame is 28x28x1, not 48x64x3",
        "polarity: mixed | polarity | images.txt: 'polarity' is not a key and a value",
      })
  void whatIsDamagedOrNewerIsToldInOneLine(String line, String other, String message) {
    String text = TEXT.replace(line, other == null ? "" : other);

    assertThatThrownBy(() -> ImagePreparation.parse(text, "images.txt"))
        .isInstanceOf(DataException.class)
        .hasMessage(message);
  }
}
