package org.glyphnet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model and the samples that come with the clone. */
class StarterModelTest {
  private static final Path MODELS = Path.of("saved_models").toAbsolutePath();
  private static final Path VERSION = MODELS.resolve("classifier-mnist/1");
  private static final Path SAMPLES = Path.of("samples").toAbsolutePath();
  private static final List<String> DIGITS =
      List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

  @TempDir Path folder;

  @Test
  void takesEverySampleForWhatItsNameSays() throws IOException, InterruptedException {
    JsonNode result = predict(SAMPLES.toString());

    assertThat(result.get("images")).hasSize(13);
    for (JsonNode image : result.get("images")) {
      String name = Path.of(image.get("file").textValue()).getFileName().toString();
      boolean paper = name.startsWith("paper-");
      String digit = name.replaceAll("^paper-|\\.png$", "");
      assertThat(DIGITS.get(image.get("prediction").intValue())).as(name).isEqualTo(digit);
      assertThat(image.get("prepared").textValue()).as(name).isEqualTo(paper ? "mnist" : "none");
      double sum = 0;
      for (JsonNode probability : image.get("probabilities")) {
        sum += probability.doubleValue();
      }
      assertThat(sum).isCloseTo(1, org.assertj.core.api.Assertions.offset(1e-5));
    }
  }

  @Test
  void darkOnLightIsPreparedEvenAtTheNetworksSize() throws IOException, InterruptedException {
    BufferedImage digit = ImageIO.read(SAMPLES.resolve("three.png").toFile());
    BufferedImage inverted = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 28 * 28; i++) {
      int sample = digit.getRaster().getSample(i % 28, i / 28, 0);
      inverted.getRaster().setSample(i % 28, i / 28, 0, 255 - sample);
    }
    ImageIO.write(inverted, "png", folder.resolve("inverted.png").toFile());

    JsonNode image = predict("inverted.png").at("/images/0");

    assertThat(image.get("prepared").textValue()).isEqualTo("mnist");
    assertThat(image.get("label").textValue()).isEqualTo("3");
  }

  @Test
  void fileThatIsNoImageIsNamedAndTheOthersAreDone() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("note.png"), "not an image");
    Program.Outcome outcome =
        run("predict", "note.png", SAMPLES.resolve("two.png").toString(), "--top", "1");

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.out()).contains("note.png: not an image").containsPattern("two.png +2 0.9");
    assertThat(outcome.err()).hasLineCount(1).contains("1 of 2 files could not be used");
  }

  @Test
  void showDrawsWhatTheNetworkSees() throws IOException, InterruptedException {
    Program.Outcome outcome = run("predict", "--show", SAMPLES.resolve("one.png").toString());

    assertThat(outcome.err()).isEmpty();
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines).hasSize(2 + 14);
    assertThat(lines.subList(2, 16)).allMatch(line -> line.length() == 28);
    assertThat(String.join("", lines.subList(2, 16))).contains("@");
  }

  @Test
  void isSmallAndItsCardTellsItsRecordsAccuracy() throws IOException {
    long size;
    try (var files = Files.walk(VERSION)) {
      size = files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
    JsonNode record =
        new ObjectMapper().readTree(VERSION.resolve("assets.extra/run.json").toFile());
    double accuracy = record.at("/outcome/test_accuracy").doubleValue();

    assertThat(size).isLessThanOrEqualTo(1_500_000);
    assertThat(record.at("/data/split").textValue()).isEqualTo("canonical");
    assertThat(record.at("/data/test").intValue()).isEqualTo(10_000);
    assertThat(accuracy).isGreaterThanOrEqualTo(0.99);
    assertThat(VERSION.resolve("MODEL_CARD.md"))
        .content()
        .contains(String.format(Locale.ROOT, "**%f**", accuracy));
  }

  private JsonNode predict(String file) throws IOException, InterruptedException {
    Program.Outcome outcome = run("predict", file, "--json");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    return new ObjectMapper().readTree(outcome.out());
  }

  private Program.Outcome run(String... words) throws IOException, InterruptedException {
    var line = new java.util.ArrayList<>(List.of(words));
    line.addAll(List.of("--model", MODELS.resolve("classifier-mnist").toString()));
    return new Program(folder).run(line.toArray(new String[0]));
  }
}
