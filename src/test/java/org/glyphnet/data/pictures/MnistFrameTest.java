package org.glyphnet.data.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MnistFrameTest {
  @Test
  void aTallBarBecomesTwentyHighWithItsProportionsKept() {
    byte[] framed = MnistFrame.frame(rectangle(200, 100, 20, 30, 160, 40), 200, 100);

    assertThat(rows(framed)).isEqualTo("5-24");
    assertThat(columns(framed)).isEqualTo("12-16");
    assertThat(framed[14 * 28 + 14]).isEqualTo((byte) 255);
  }

  @Test
  void aWideBarBecomesTwentyWide() {
    byte[] framed = MnistFrame.frame(rectangle(50, 300, 10, 5, 40, 200), 50, 300);

    assertThat(columns(framed)).isEqualTo("5-24");
    assertThat(rows(framed)).isEqualTo("13-16");
  }

  @Test
  void aDigitSmallerThanTheBoxGrows() {
    byte[] framed = MnistFrame.frame(rectangle(9, 9, 3, 3, 5, 2), 9, 9);

    assertThat(rows(framed)).isEqualTo("5-24");
    assertThat(columns(framed)).isEqualTo("11-18");
  }

  @Test
  void aSinglePixelFillsTheBox() {
    byte[] framed = MnistFrame.frame(rectangle(1, 1, 0, 0, 1, 1), 1, 1);

    assertThat(rows(framed)).isEqualTo("5-24");
    assertThat(columns(framed)).isEqualTo("5-24");
  }

  @Test
  void aHairlineKeepsAtLeastOneColumn() {
    byte[] framed = MnistFrame.frame(rectangle(1000, 3, 0, 1, 1000, 1), 1000, 3);

    assertThat(rows(framed)).isEqualTo("5-24");
    assertThat(columns(framed)).isEqualTo("14-14");
  }

  /** Three quarters of this L's ink are in its foot, so the foot comes near the middle. */
  @Test
  void theCentreOfMassNotTheBoxIsCentred() {
    float[] ink = new float[40 * 40];
    for (int y = 0; y < 40; y++) {
      Arrays.fill(ink, y * 40, y * 40 + (y < 30 ? 10 : 40), 1f);
    }

    byte[] framed = MnistFrame.frame(ink, 40, 40);

    // 15 rows of 5 and 5 rows of 20: the mean row is 12.71, the mean column 6.29.
    assertThat(rows(framed)).isEqualTo("1-20");
    assertThat(columns(framed)).isEqualTo("8-27");
  }

  @Test
  void whatFallsBetweenPixelsIsGrey() {
    // 30 rows onto 20: every second target pixel covers half a white row and one black.
    float[] ink = new float[30 * 30];
    for (int y = 0; y < 30; y += 2) {
      Arrays.fill(ink, y * 30, (y + 1) * 30, 1f);
    }
    Arrays.fill(ink, 29 * 30, 30 * 30, 1f);

    byte[] framed = MnistFrame.frame(ink, 30, 30);

    // Row 0 covers source rows 0 and half of 1, two thirds ink; row 1 half of 1 and 2.
    int top = Integer.parseInt(rows(framed).split("-", -1)[0]);
    assertThat(framed[top * 28 + 14] & 0xff).isEqualTo(170);
    assertThat(framed[(top + 1) * 28 + 14] & 0xff).isEqualTo(170);
    assertThat(framed[(top + 2) * 28 + 14] & 0xff).isEqualTo(85);
  }

  @Test
  void faintSpecksDoNotWidenTheBox() {
    float[] ink = rectangle(100, 100, 40, 40, 20, 20);
    ink[0] = 0.05f;
    ink[99] = 0.09f;

    byte[] framed = MnistFrame.frame(ink, 100, 100);

    assertThat(rows(framed)).isEqualTo("5-24");
  }

  @Test
  void aBlankImageStaysBlank() {
    assertThat(MnistFrame.frame(new float[50], 5, 10)).hasSize(28 * 28).containsOnly(0);
  }

  @Test
  void bytesAndFloatsAreFramedAlike() {
    float[] ink = rectangle(64, 48, 7, 9, 44, 21);
    byte[] grey = new byte[ink.length];
    for (int i = 0; i < ink.length; i++) {
      grey[i] = (byte) Math.round(ink[i] * 255);
    }

    assertThat(MnistFrame.frame(grey, 64, 48)).isEqualTo(MnistFrame.frame(ink, 64, 48));
  }

  @Test
  void theFrameOfAFrameIsTheSame() {
    byte[] framed = MnistFrame.frame(rectangle(64, 48, 7, 9, 40, 20), 64, 48);

    assertThat(MnistFrame.frame(framed, 28, 28)).isEqualTo(framed);
  }

  @Test
  void aSizeThatDoesNotFitTheArrayIsRefused() {
    assertThatThrownBy(() -> MnistFrame.frame(new float[10], 3, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 x 4 pixels need an array of 12, found 10");
  }

  private static float[] rectangle(
      int height, int width, int top, int left, int rows, int columns) {
    float[] ink = new float[height * width];
    for (int y = top; y < top + rows; y++) {
      Arrays.fill(ink, y * width + left, y * width + left + columns, 1f);
    }
    return ink;
  }

  private static String rows(byte[] framed) {
    InkBox box = box(framed);
    return box.top() + "-" + (box.top() + box.height() - 1);
  }

  private static String columns(byte[] framed) {
    InkBox box = box(framed);
    return box.left() + "-" + (box.left() + box.width() - 1);
  }

  private static InkBox box(byte[] framed) {
    float[] ink = new float[framed.length];
    for (int i = 0; i < ink.length; i++) {
      ink[i] = framed[i] & 0xff;
    }
    return InkBox.around(ink, 28, 28, 1e-6f);
  }
}
