package org.glyphnet.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImagePreparation;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.pictures.InkBox;
import org.glyphnet.data.pictures.MnistFrame;
import org.glyphnet.data.pictures.PreparedPicture;
import org.glyphnet.data.synthetic.SyntheticDigits;
import org.glyphnet.inference.Classifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Heat maps of the model that comes with the clone. */
class ExplainerTest {
  private static final ImageShape SHAPE = new ImageShape(28, 28, 1);

  private static Classifier classifier;
  private static Explainer explainer;

  @BeforeAll
  static void load() throws IOException {
    classifier = Classifier.load(Path.of("saved_models/classifier-mnist"));
    explainer = Explainer.of(classifier);
  }

  @AfterAll
  static void free() {
    classifier.close();
  }

  /**
   * The pointing game of Zhang et al., 2018, arXiv:1608.00507: the hottest pixel lies on the
   * object.
   */
  @Test
  void hottestPixelOfRightAnswersLiesWithinTheInksBox() {
    ImageDataset digits = SyntheticDigits.generate(200, 3);
    int right = 0;
    int within = 0;
    for (int i = 0; i < digits.count(); i++) {
      float[] pixels = new float[SHAPE.size()];
      digits.copyScaled(i, pixels, 0);
      if (classifier.classify(pixels).prediction() == digits.label(i)) {
        right++;
        within += isWithinInk(explainer.layerCam(pixels, digits.label(i)), pixels) ? 1 : 0;
      }
    }
    assertThat(right).isGreaterThan(100);
    assertThat((double) within / right).isGreaterThanOrEqualTo(0.9);
  }

  private static boolean isWithinInk(HeatMap map, float[] pixels) {
    InkBox ink = InkBox.around(pixels, SHAPE.height(), SHAPE.width(), 0.1f);
    Rectangle hottest = map.hottest(1.0 / SHAPE.size());
    return new Rectangle(ink.left(), ink.top(), ink.width(), ink.height()).intersects(hottest);
  }

  @Test
  void askedForAnotherClassTheHeatIsElsewhere() {
    float[] pixels = new float[SHAPE.size()];
    SyntheticDigits.generate(10, 1).copyScaled(0, pixels, 0);

    assertThat(explainer.occlusion(pixels, 1).values())
        .isNotEqualTo(explainer.occlusion(pixels, 8).values());
  }

  @Test
  void imagesAndClassesThatTheNetworkDoesNotHaveAreRefused() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> explainer.layerCam(new float[5], 0))
        .withMessageContaining("28x28x1");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> explainer.layerCam(new float[SHAPE.size()], 10))
        .withMessageContaining("there are 10");
  }

  @Test
  void onALargerPictureTheHeatLiesWhereTheImageDoes() {
    float[] values = new float[4];
    values[3] = 1; // the image's lower right
    HeatMap on = new HeatMap(2, 2, values).on(new Rectangle2D.Double(10, 20, 8, 8), 40, 30);

    assertThat(on.height()).isEqualTo(40);
    assertThat(on.width()).isEqualTo(30);
    assertThat(on.hottest(0.001)).isEqualTo(new Rectangle(16, 26, 2, 2));
    assertThat(on.values()[0]).isZero();
  }

  @Test
  void aWidePicturesImageIsItsMiddle() {
    BufferedImage wide = new BufferedImage(100, 40, BufferedImage.TYPE_INT_RGB);
    ImagePreparation crop = ImagePreparation.resize(new ImageShape(20, 20, 3));

    assertThat(PreparedPicture.place(wide, crop)).isEqualTo(new Rectangle2D.Double(30, 0, 40, 40));

    ImagePreparation bars =
        new ImagePreparation(
            crop.shape(), crop.kind(), ImagePreparation.Fit.LETTERBOX, crop.polarity());
    assertThat(PreparedPicture.place(wide, bars))
        .isEqualTo(new Rectangle2D.Double(0, -30, 100, 100));
  }

  /** A digit's ink fills 20 of the frame's 28 pixels on its longer side. */
  @Test
  void aFramedDigitsImageLiesAroundItsInk() {
    BufferedImage sheet = new BufferedImage(200, 300, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 100; y < 160; y++) {
      for (int x = 50; x < 80; x++) {
        sheet.getRaster().setSample(x, y, 0, 255);
      }
    }

    Rectangle2D place = MnistFrame.place(sheet);

    assertThat(place.getHeight()).isEqualTo(28 * 60 / 20.0);
    assertThat(place.getCenterX()).isBetween(60.0, 70.0);
    assertThat(place.getCenterY()).isBetween(125.0, 135.0);
  }
}
