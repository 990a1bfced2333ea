package org.glyphnet.data.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.stream.IntStream;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImagePreparation;
import org.glyphnet.data.ImageShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreparedPictureTest {
  @Test
  void aPictureOfTheSizeKeepsEverySample() {
    int[] samples = IntStream.range(0, 256).toArray();

    assertThat(samples(Pictures.grey(16, 16, samples), 16, 16, 1)).containsExactly(samples);
  }

  @Test
  void shrinkingAveragesWhatAPixelCovers() {
    BufferedImage picture = Pictures.grey(2, 4, 10, 20, 100, 200, 30, 40, 100, 200);

    assertThat(samples(picture, 1, 2, 1)).containsExactly(25, 150);
  }

  @Test
  void pixelsThatAreCoveredInPartCountInPart() {
    // 3 to 2: each takes one and a half: (0 + 90 / 2) / 1.5 and (90 / 2 + 240) / 1.5.
    assertThat(samples(Pictures.grey(3, 3, 0, 90, 240, 0, 90, 240, 0, 90, 240), 2, 2, 1))
        .containsExactly(30, 190, 30, 190);
  }

  @Test
  void enlargingIsLinearBetweenTheMiddlesOfPixels() {
    assertThat(samples(Pictures.grey(1, 2, 0, 100), 2, 4, 1))
        .containsExactly(0, 25, 75, 100, 0, 25, 75, 100);
  }

  @Test
  void colourKeepsItsChannelsAndTurnsGreyByBrightness() {
    BufferedImage picture = Pictures.argb(1, 2, 0xffff0000, 0xff0000ff);

    assertThat(samples(picture, 1, 2, 3)).containsExactly(255, 0, 0, 0, 0, 255);
    assertThat(samples(picture, 1, 2, 1)).containsExactly(76, 29);
    assertThat(samples(Pictures.grey(1, 1, 7), 1, 1, 3)).containsExactly(7, 7, 7);
  }

  @Test
  void cropTakesTheMiddleAndLetterboxTheWholeOnItsEdgesColour() {
    BufferedImage wide = Pictures.grey(1, 3, 9, 200, 9);

    assertThat(samples(wide, 1, 1, 1)).containsExactly(200);
    ImagePreparation letterbox =
        new ImagePreparation(
            new ImageShape(3, 3, 1),
            ImagePreparation.Kind.RESIZE,
            ImagePreparation.Fit.LETTERBOX,
            ImagePreparation.Polarity.MIXED);
    assertThat(unsigned(PreparedPicture.samples(wide, letterbox)))
        .containsExactly(9, 9, 9, 9, 200, 9, 9, 9, 9);
  }

  /** Ink, and what is hidden where there is none, as alpha and grey. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 255, 0",
    "0, 255, 255, 0",
    "255, 0, 0, 255",
    "255, 255, 0, 255",
    "40, 0, 255, 40",
    "220, 0, 0, 220"
  })
  void inkOnNothingStaysVisible(int ink, int hidden, int paperSeen, int inkSeen) {
    int pen = 0xff000000 | ink * 0x10101;
    int nothing = hidden * 0x10101;
    BufferedImage picture = Pictures.argb(1, 3, nothing, pen, nothing);

    assertThat(samples(picture, 1, 3, 1)).containsExactly(paperSeen, inkSeen, paperSeen);
    BufferedImage read = ImageFile.decode(Pictures.png(picture), "picture", 100);
    assertThat(samples(read, 1, 3, 1)).containsExactly(paperSeen, inkSeen, paperSeen);
  }

  @Test
  void halfTransparentInkIsHalfAsStrong() {
    assertThat(samples(Pictures.argb(1, 2, 0x80000000, 0xff000000), 1, 2, 1))
        .containsExactly(127, 0);
  }

  @Test
  void anOpaquePictureIsNotTouchedByTheRuleForTransparentOnes() {
    assertThat(samples(Pictures.argb(1, 2, 0xff123456, 0xfffefefe), 1, 2, 3))
        .containsExactly(0x12, 0x34, 0x56, 0xfe, 0xfe, 0xfe);
  }

  @Test
  void mnistsFrameLeavesWhatIsFramedAlreadyAndFramesTheRest() {
    BufferedImage framed = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    framed.getRaster().setSample(3, 3, 0, 255);
    BufferedImage darkOnLight = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 784; i++) {
      darkOnLight.getRaster().setSample(i % 28, i / 28, 0, i == 3 * 28 + 3 ? 0 : 255);
    }

    assertThat(PreparedPicture.samples(framed, ImagePreparation.mnist())[3 * 28 + 3])
        .isEqualTo((byte) 255);
    byte[] moved = PreparedPicture.samples(darkOnLight, ImagePreparation.mnist());
    assertThat(moved[3 * 28 + 3]).isEqualTo((byte) 0);
    assertThat(moved[14 * 28 + 14]).isEqualTo((byte) 255);
  }

  @Test
  void aLargePhotographIsFramedAsASmallOne() {
    BufferedImage small = stroke(280);
    BufferedImage large = stroke(4000);

    byte[] one = PreparedPicture.samples(small, ImagePreparation.mnist());
    byte[] other = PreparedPicture.samples(large, ImagePreparation.mnist());

    int difference = 0;
    for (int i = 0; i < one.length; i++) {
      difference += Math.abs((one[i] & 0xff) - (other[i] & 0xff));
    }
    assertThat(difference / 784.0).isLessThan(2);
  }

  @Test
  void otherChannelsThanGreyAndColourAreRefused() {
    assertThatThrownBy(() -> samples(Pictures.grey(1, 1, 0), 1, 1, 4))
        .isInstanceOf(DataException.class)
        .hasMessage("a picture has 1 channel (grey) or 3, not the 4 of 1x1x4");
  }

  private static BufferedImage stroke(int size) {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        boolean ink = Math.abs(x - y) < size / 20 && x > size / 4 && x < size * 3 / 4;
        image.setRGB(x, y, ink ? 0x202040 : 0xe0e0d8);
      }
    }
    return image;
  }

  private static int[] samples(BufferedImage picture, int height, int width, int channels) {
    return unsigned(
        PreparedPicture.samples(
            picture, ImagePreparation.resize(new ImageShape(height, width, channels))));
  }

  private static int[] unsigned(byte[] bytes) {
    return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xff).toArray();
  }
}
