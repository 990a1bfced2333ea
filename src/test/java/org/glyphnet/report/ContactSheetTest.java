package org.glyphnet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class ContactSheetTest {
  private static final int RED = 0xffff0000;
  private static final int BLUE = 0xff0000ff;

  @Test
  void picturesStandInRowsEnlargedToSquares() {
    ContactSheet sheet = new ContactSheet(2, 3);
    for (int i = 0; i < 3; i++) {
      sheet.add(halves(), "");
    }

    BufferedImage drawn = sheet.draw();

    // 2 x 1 pixels become 6 x 3; with 8 pixels around each.
    assertThat(drawn.getWidth()).isEqualTo(8 + 2 * (6 + 8));
    assertThat(drawn.getHeight()).isEqualTo(8 + 2 * (3 + 8));
    for (int[] place : new int[][] {{8, 8}, {22, 8}, {8, 19}}) {
      for (int y = 0; y < 3; y++) {
        for (int x = 0; x < 6; x++) {
          assertThat(drawn.getRGB(place[0] + x, place[1] + y)).isEqualTo(x < 3 ? RED : BLUE);
        }
      }
    }
    assertThat(drawn.getRGB(22, 19)).isEqualTo(0xffffffff);
  }

  @Test
  void captionMakesRoomForItself() {
    BufferedImage without = new ContactSheet(1, 1).add(halves(), "").draw();
    BufferedImage with = new ContactSheet(1, 1).add(halves(), "a long caption").draw();

    assertThat(with.getWidth()).isGreaterThan(without.getWidth() + 30);
    assertThat(with.getHeight()).isGreaterThan(without.getHeight());
  }

  @Test
  void emptySheetCannotBeDrawn() {
    assertThatThrownBy(() -> new ContactSheet(1, 1).draw())
        .isInstanceOf(IllegalStateException.class);
  }

  /** A red pixel and a blue one. */
  private static BufferedImage halves() {
    BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, RED);
    picture.setRGB(1, 0, BLUE);
    return picture;
  }
}
