package org.glyphnet.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkSpecTest {
  @Test
  void bookTextIsTheBooksNetwork() {
    assertThat(NetworkSpec.bookText())
        .isEqualTo(
            new NetworkSpec(
                new InputSpec(28, 28, 1, false),
                10,
                new ConvSpec(
                    List.of(new ConvSpec.Layer(64, 5, true), new ConvSpec.Layer(128, 5, true)),
                    Padding.SAME,
                    false,
                    ConvSpec.FeaturePooling.FLATTEN),
                new DenseSpec(List.of(1024), 0.1f, DenseSpec.Head.BOOK),
                Activation.LEAKY_RELU,
                new BatchNormSpec(0, 1e-8f)));
  }

  @Test
  void bookCodeHasTheSizesThatTheBooksCodeWires() {
    assertThat(NetworkSpec.of(Preset.BOOK_CODE))
        .isEqualTo(NetworkSpec.bookText().withSizes(1024, 128, 64));
  }

  @ParameterizedTest
  @CsvSource({
    "28, 28, 5, SAME, 7, 7",
    // 28 - 4 = 24, 12, 12 - 4 = 8, 4
    "28, 28, 5, VALID, 4, 4",
    // 9, 4, 2 and 7, 3, 1
    "9, 7, 3, SAME, 2, 1",
    // 17 - 4 = 13, 6, 2, 1 and 19 - 4 = 15, 7, 3, 1
    "17, 19, 5, VALID, 1, 1",
    // 16 - 4 = 12, 6, 2, 1
    "16, 16, 5, VALID, 1, 1",
    "4, 4, 5, SAME, 1, 1",
    "4, 7, 1, VALID, 1, 1"
  })
  void poolingHalvesTwiceAndDropsOddRows(
      int height, int width, int kernelSize, Padding padding, int flatHeight, int flatWidth) {
    NetworkSpec spec =
        NetworkSpec.of(Preset.COMPACT)
            .withConvolution(1, Padding.SAME)
            .withImage(height, width, 3)
            .withConvolution(kernelSize, padding);

    assertThat(spec.flatHeight()).isEqualTo(flatHeight);
    assertThat(spec.flatWidth()).isEqualTo(flatWidth);
    assertThat(spec.flatSize()).isEqualTo(flatHeight * flatWidth * 32);
  }

  @Test
  void eachChangeLeavesTheRestAsItWas() {
    NetworkSpec changed =
        NetworkSpec.bookText()
            .withImage(30, 31, 3)
            .withClasses(26)
            .withSizes(4, 5, 6)
            .withConvolution(3, Padding.VALID)
            .withActivation(Activation.ELU)
            .withDropout(0.3f)
            .withBatchNorm(0.9f, 1e-3f);

    assertThat(changed)
        .isEqualTo(
            new NetworkSpec(
                new InputSpec(30, 31, 3, false),
                26,
                new ConvSpec(
                    List.of(new ConvSpec.Layer(4, 3, true), new ConvSpec.Layer(5, 3, true)),
                    Padding.VALID,
                    false,
                    ConvSpec.FeaturePooling.FLATTEN),
                new DenseSpec(List.of(6), 0.3f, DenseSpec.Head.BOOK),
                Activation.ELU,
                new BatchNormSpec(0.9f, 1e-3f)));
  }

  @Test
  void sizesBelowTheLeastAreRefusedWithWhatWasFound() {
    assertRefused(spec -> spec.withImage(0, 28, 1), "height must be at least 1, found 0");
    assertRefused(spec -> spec.withImage(28, -3, 1), "width must be at least 1, found -3");
    assertRefused(spec -> spec.withImage(28, 28, 0), "channels must be at least 1, found 0");
    assertRefused(spec -> spec.withClasses(1), "classes must be at least 2, found 1");
    assertRefused(spec -> spec.withSizes(0, 1, 1), "filters must be at least 1, found 0");
    assertRefused(spec -> spec.withSizes(1, 0, 1), "filters must be at least 1, found 0");
    assertRefused(spec -> spec.withSizes(1, 1, 0), "units must be at least 1, found 0");
    assertRefused(
        spec -> spec.withConvolution(0, Padding.SAME), "kernel size must be at least 1, found 0");
  }

  @ParameterizedTest
  @ValueSource(floats = {-0.1f, 1, 1.5f, Float.NaN})
  void sharesOutsideZeroToOneAreRefusedWithWhatWasFound(float share) {
    assertRefused(
        spec -> spec.withDropout(share), "dropout must be at least 0 and below 1, found " + share);
    assertRefused(
        spec -> spec.withBatchNorm(share, 1e-8f),
        "batch-norm momentum must be at least 0 and below 1, found " + share);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
  void epsilonThatIsNotAboveZeroIsRefusedWithWhatWasFound(float epsilon) {
    assertRefused(
        spec -> spec.withBatchNorm(0, epsilon),
        "batch-norm epsilon must be above 0, found " + epsilon);
  }

  @ParameterizedTest
  @CsvSource({
    // 15 - 4 = 11, 5, 1, 0
    "15, 28, 5, VALID",
    "28, 15, 5, VALID",
    // 1, 0
    "3, 28, 5, SAME",
    "28, 3, 5, SAME",
    // Smaller than the kernel itself.
    "2, 2, 5, VALID"
  })
  void imagesTooSmallForTheConvolutionsAreRefused(
      int height, int width, int kernelSize, Padding padding) {
    assertRefused(
        spec -> spec.withConvolution(kernelSize, padding).withImage(height, width, 1),
        String.format(
            Locale.ROOT,
            "images of %d x %d are too small for 2 %s-padded convolutions with kernel size %d, 2 of"
                + " them halved by pooling; use fewer, a smaller kernel, padding same, or larger"
                + " images",
            height,
            width,
            padding,
            kernelSize));
  }

  private static void assertRefused(UnaryOperator<NetworkSpec> change, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> change.apply(NetworkSpec.bookText()))
        .withMessage(message);
  }

  @Test
  void namesAreWrittenAsInOptions() {
    assertThat(Preset.BOOK_TEXT).hasToString("book-text");
    assertThat(Padding.VALID).hasToString("valid");
  }
}
