package org.glyphnet.data.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InkTest {
  private static final int OPAQUE = 0xff;

  /** Paper and pen as alpha and grey; all mean the same writing. */
  @ParameterizedTest
  @CsvSource({
    "255, 255, 255, 0", // black on white
    "255, 0, 255, 255", // white on black
    "255, 200, 255, 40", // dark grey on light grey
    "255, 60, 255, 180", // light grey on dark grey
    "0, 0, 255, 0", // black on nothing
    "0, 0, 255, 255", // white on nothing
    "0, 255, 255, 30" // dark on nothing, whose hidden colour is white
  })
  void inkIsWhatDiffersFromThePaper(int paperAlpha, int paper, int penAlpha, int pen) {
    float[] ink = ink(cross(argb(paperAlpha, paper), argb(penAlpha, pen)));

    for (int i = 0; i < ink.length; i++) {
      assertThat(ink[i]).isEqualTo(isPen(i % 9, i / 9) ? 1f : 0f);
    }
  }

  @Test
  void halfTheContrastIsHalfTheInk() {
    BufferedImage picture = cross(argb(OPAQUE, 240), argb(OPAQUE, 40));
    picture.setRGB(1, 1, argb(OPAQUE, 140));

    assertThat(ink(picture)[1 * 9 + 1]).isEqualTo(0.5f);
  }

  @Test
  void anEmptySheetHasNoInkHoweverUneven() {
    float[] ink = ink(cross(argb(OPAQUE, 200), argb(OPAQUE, 190)));

    assertThat(ink).containsOnly(0f);
  }

  @Test
  void greySamplesAreTakenAsStored() {
    BufferedImage picture = new BufferedImage(3, 3, BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setSample(1, 1, 0, 200);
    picture.getRaster().setSample(2, 1, 0, 100);

    // 0.5 only if 100 stays 100; Java's own conversion makes it 169.
    assertThat(ink(picture)[1 * 3 + 2]).isEqualTo(0.5f);
  }

  private static float[] ink(BufferedImage picture) {
    return Ink.of(GreyPicture.of(picture));
  }

  private static BufferedImage cross(int paper, int pen) {
    BufferedImage picture = new BufferedImage(9, 9, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < 9; y++) {
      for (int x = 0; x < 9; x++) {
        picture.setRGB(x, y, isPen(x, y) ? pen : paper);
      }
    }
    return picture;
  }

  private static boolean isPen(int x, int y) {
    return (x == 4 || y == 4) && x > 1 && x < 7 && y > 1 && y < 7;
  }

  private static int argb(int alpha, int grey) {
    return alpha << 24 | grey * 0x10101;
  }
}
