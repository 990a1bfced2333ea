package org.glyphnet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code explain} with the model that comes with the clone. */
class ExplainCommandTest {
  private static final Path SAMPLES = Path.of("samples");

  @TempDir Path folder;

  @Test
  void writesEachPictureInTheImagesOwnSizeAndTellsWhereTheHeatIs() throws IOException {
    Path paper = SAMPLES.resolve("paper-two.png"); // a sheet, larger than the network's images
    Outcome outcome =
        explain(SAMPLES.resolve("seven.png").toString(), paper.toString(), "--method", "all");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines().skip(1))
        .hasSize(6)
        .allMatch(line -> line.contains("-cam: ") || line.contains("occlusion: rows "))
        .anyMatch(line -> line.startsWith(SAMPLES.resolve("seven.png") + "  7 0."));
    for (Path image : List.of(SAMPLES.resolve("seven.png"), paper)) {
      String stem = image.getFileName().toString().replace(".png", "");
      BufferedImage original = ImageIO.read(image.toFile());
      for (String method : List.of("layer-cam", "occlusion")) {
        BufferedImage heat = ImageIO.read(folder.resolve(stem + "." + method + ".png").toFile());
        assertThat(heat.getWidth()).isEqualTo(original.getWidth());
        assertThat(heat.getHeight()).isEqualTo(original.getHeight());
        assertThat(redPixels(heat)).as(stem + " " + method).isPositive();
      }
    }
  }

  /** Pixels that are redder than they are green: there is heat. */
  private static int redPixels(BufferedImage picture) {
    int count = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int rgb = picture.getRGB(x, y);
        count += (rgb >> 16 & 0xff) - (rgb >> 8 & 0xff) > 40 ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void twoImagesOfOneNameGetTwoPictures() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other")).resolve("one.png");
    Files.copy(SAMPLES.resolve("one.png"), other);

    JsonNode images =
        new ObjectMapper()
            .readTree(
                explain(SAMPLES.resolve("one.png").toString(), other.toString(), "--json").out())
            .get("images");

    assertThat(images).hasSize(2);
    assertThat(images.get(0).at("/label").textValue()).isEqualTo("1");
    assertThat(images.get(0).at("/heat/0/box/first_row").isInt()).isTrue();
    assertThat(images.get(0).at("/heat/0/picture").textValue()).endsWith("/one.layer-cam.png");
    assertThat(images.get(1).at("/heat/0/picture").textValue()).endsWith("/one-2.layer-cam.png");
  }

  @Test
  void aClassThatTheModelDoesNotHaveIsRefusedWithThoseThatItHas() {
    assertThat(explain(SAMPLES.resolve("one.png").toString(), "--class", "cat").err())
        .hasLineCount(1)
        .contains("--class cat: no class of the model; they are 0, 1, 2");
  }

  @Test
  void aFileThatIsNoImageIsNamedAndTheOthersAreDone() throws IOException {
    Path note = Files.writeString(folder.resolve("note.png"), "not an image");

    Outcome outcome = explain(note.toString(), SAMPLES.resolve("two.png").toString());

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.out()).contains("note.png: not an image", "two.layer-cam.png");
    assertThat(outcome.err()).contains("1 of 2 files could not be used");
  }

  private record Outcome(int code, String out, String err) {}

  private Outcome explain(String... words) {
    List<String> line = new ArrayList<>(List.of("explain"));
    line.addAll(List.of(words));
    line.addAll(List.of("--model", "saved_models/classifier-mnist", "--output", folder.toString()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            line.toArray(new String[0]),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));
    return new Outcome(code, out.toString(UTF_8), err.toString(UTF_8).strip());
  }
}
