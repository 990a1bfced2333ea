package org.glyphnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDatasetTest {
  private static final ImageShape SHAPE = new ImageShape(2, 3, 1);
  private static final List<String> NAMES = List.of("a", "b");

  @Test
  void aDataSetNeedsAnImage() {
    assertRefused(() -> dataset(SHAPE, new byte[0], new int[0], NAMES), "set: no images");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 11, 13})
  void pixelsMustFitShapeAndCount(int pixels) {
    assertRefused(
        () -> dataset(SHAPE, new byte[pixels], new int[2], NAMES),
        "set: 2 labels need 12 bytes of 2x3x1 pixels, found " + pixels);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2})
  void labelsMustBeClasses(int label) {
    assertRefused(
        () -> dataset(SHAPE, new byte[12], new int[] {1, label}, NAMES),
        "set: label " + label + " of image 1 is out of range; with 2 classes it must be 0 to 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 2, 3})
  void itsOwnDivisionLeavesImagesOnBothSides(int canonical) {
    assertRefused(
        () ->
            new ImageDataset(
                "set", SHAPE, new byte[12], new int[2], NAMES, OptionalInt.of(canonical)),
        "set: its training part cannot be " + canonical + " of 2 images");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb"})
  void aClassNameIsOneLine(String name) {
    // Names are printed in tables, and joined by line breaks for the SHA-256.
    assertRefused(
        () -> dataset(SHAPE, new byte[12], new int[2], List.of("x", name)),
        "set: the name of class 1 has a line break");
  }

  @Test
  void anImageHasASize() {
    assertRefused(() -> new ImageShape(0, 3, 1), "found 0 x 3 x 1");
    assertRefused(() -> new ImageShape(2, -3, 1), "found 2 x -3 x 1");
    assertRefused(() -> new ImageShape(2, 3, 0), "found 2 x 3 x 0");
  }

  @Test
  void pixelsAreFoundByImageRowColumnAndChannel() {
    byte[] pixels = IdxBytes.noise(2 * 2 * 3 * 3, 1);
    ImageDataset dataset = dataset(new ImageShape(2, 3, 3), pixels, new int[2], NAMES);

    assertThat(dataset.pixel(1, 1, 2, 0)).isEqualTo(pixels[18 + 9 + 6] & 0xff);
    assertThat(dataset.pixel(0, 1, 0, 2)).isEqualTo(pixels[9 + 2] & 0xff);
    assertThat(dataset.imageBytes(1)).isEqualTo(Arrays.copyOfRange(pixels, 18, 36));
  }

  @Test
  void imageBytesAreACopy() {
    ImageDataset dataset = Samples.noise(2);
    String before = dataset.sha256();

    Arrays.fill(dataset.imageBytes(0), (byte) 1);

    assertThat(dataset.sha256()).isEqualTo(before);
  }

  @Test
  void scaledPixelsAreWrittenFromTheOffsetOn() {
    ImageDataset dataset = Samples.noise(3);
    float[] target = new float[10];
    Arrays.fill(target, -1);

    dataset.copyScaled(2, target, 3);

    for (int i = 0; i < 6; i++) {
      assertThat(target[3 + i]).isEqualTo(dataset.pixel(2, i / 3, i % 3, 0) / 255f);
    }
    assertThat(Arrays.copyOf(target, 3)).containsOnly(-1);
    assertThat(target[9]).isEqualTo(-1);
  }

  @Test
  void theFirstImagesAreADataSetOfTheirOwn() {
    ImageDataset all = Samples.noise(5, OptionalInt.of(3));

    ImageDataset first = all.first(4);

    assertThat(first.count()).isEqualTo(4);
    assertThat(first.name()).isEqualTo("noise");
    assertThat(first.shape()).isEqualTo(all.shape());
    assertThat(first.classNames()).isEqualTo(all.classNames());
    assertThat(first.parts()).isEmpty();
    for (int i = 0; i < 4; i++) {
      assertThat(first.imageBytes(i)).isEqualTo(all.imageBytes(i));
      assertThat(first.label(i)).isEqualTo(all.label(i));
    }
  }

  @Test
  void allOfItsImagesAreTheSameContent() {
    assertThat(Samples.noise(5).first(5).sha256()).isEqualTo(Samples.noise(5).sha256());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 6})
  void onlyAsManyAsThereAreCanBeTheFirst(int images) {
    assertRefused(() -> Samples.noise(5).first(images), "noise: has 5 images, not " + images);
  }

  @Test
  void sha256IsTheSameForTheSameContent() {
    // The sum is from Python's hashlib, over the content as the Javadoc says.
    assertThat(Samples.noise(5).sha256())
        .isEqualTo(Samples.noise(5, OptionalInt.of(2)).sha256())
        .isEqualTo("a00eed6dd3909570f3437512976a621be89b595760661e417fa4b15a5c344bb2");
  }

  @Test
  void sha256ChangesWithEveryPixelLabelNameAndSize() {
    byte[] pixels = new byte[12];
    int[] labels = new int[2];
    List<String> sums = new ArrayList<>();
    sums.add(dataset(SHAPE, pixels, labels, NAMES).sha256());
    for (int i = 0; i < pixels.length; i++) {
      byte[] changed = pixels.clone();
      changed[i] = 1;
      sums.add(dataset(SHAPE, changed, labels, NAMES).sha256());
    }
    for (int i = 0; i < labels.length; i++) {
      int[] changed = labels.clone();
      changed[i] = 1;
      sums.add(dataset(SHAPE, pixels, changed, NAMES).sha256());
    }
    for (List<String> names :
        List.of(
            List.of("a", "c"),
            List.of("b", "a"),
            List.of("a", "b", ""),
            List.of("ab"),
            List.of("a", "b", "c"))) {
      sums.add(dataset(SHAPE, pixels, labels, names).sha256());
    }
    for (ImageShape shape :
        List.of(
            new ImageShape(3, 2, 1),
            new ImageShape(1, 6, 1),
            new ImageShape(6, 1, 1),
            new ImageShape(1, 2, 3))) {
      sums.add(dataset(shape, pixels, labels, NAMES).sha256());
    }
    sums.add(dataset(new ImageShape(3, 4, 1), pixels, new int[1], NAMES).sha256());

    assertThat(sums).doesNotHaveDuplicates().allMatch(sum -> sum.matches("[0-9a-f]{64}"));
  }

  private static ImageDataset dataset(
      ImageShape shape, byte[] pixels, int[] labels, List<String> names) {
    return new ImageDataset("set", shape, pixels, labels, names, OptionalInt.empty());
  }

  private static void assertRefused(ThrowingCallable call, String said) {
    assertThatThrownBy(call)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(said)
        .message()
        .hasLineCount(1);
  }
}
