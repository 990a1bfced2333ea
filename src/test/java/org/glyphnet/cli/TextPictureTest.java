package org.glyphnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.glyphnet.data.ImageShape;
import org.junit.jupiter.api.Test;

class TextPictureTest {
  private static final ImageShape SHAPE = new ImageShape(3, 2, 1);
  private static final float[] PIXELS = {0, 1, 0, 1, 1, 0};

  @Test
  void withoutATerminalALetterIsTwoPixels() {
    String text = new TextPicture(false, StandardCharsets.UTF_8).draw(PIXELS, SHAPE);

    assertThat(text).isEqualTo(" @\n+ \n"); // the row that lacks counts as dark
  }

  @Test
  void terminalWithoutHalfBlocksGetsLetters() {
    String text = new TextPicture(true, StandardCharsets.US_ASCII).draw(PIXELS, SHAPE);

    assertThat(text).isEqualTo(" @\n+ \n");
  }

  @Test
  void terminalGetsHalfBlocksUpperPixelInFront() {
    String text = new TextPicture(true, StandardCharsets.UTF_8).draw(PIXELS, SHAPE);

    assertThat(text)
        .startsWith("\u001b[38;5;16;48;5;16m\u2580\u001b[38;5;231;48;5;231m\u2580\u001b[0m\n")
        .endsWith("\u001b[38;5;231;48;5;16m\u2580\u001b[38;5;16;48;5;16m\u2580\u001b[0m\n");
  }

  @Test
  void colourIsDrawnAsItsMean() {
    String text =
        new TextPicture(false, StandardCharsets.UTF_8)
            .draw(new float[] {1, 1, 1, 0, 0, 0}, new ImageShape(2, 1, 3));

    assertThat(text).isEqualTo("+\n");
  }
}
