package org.glyphnet.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SampleImagesTest {
  private static final Path SAMPLES = Path.of("samples");

  @Test
  void samplesAreWhatTheGeneratorDraws() throws IOException {
    for (Map.Entry<String, BufferedImage> drawn : SampleImages.all().entrySet()) {
      BufferedImage found = ImageIO.read(SAMPLES.resolve(drawn.getKey()).toFile());

      assertThat(samples(found)).as(drawn.getKey()).isEqualTo(samples(drawn.getValue()));
    }
  }

  @Test
  void thereIsNoOtherSample() throws IOException {
    try (var files = Files.list(SAMPLES)) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(n -> n.endsWith(".png")))
          .containsExactlyInAnyOrderElementsOf(SampleImages.all().keySet());
    }
  }

  private static int[] samples(BufferedImage image) {
    return image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
  }
}
