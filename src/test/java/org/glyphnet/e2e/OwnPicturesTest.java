package org.glyphnet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model of one's own pictures, dark ink on light paper in 28 x 28, from training to prediction.
 */
class OwnPicturesTest {
  private static final String[] NAMES = {"across", "down"};
  private static final int EACH = 40;

  @TempDir static Path folder;

  @BeforeAll
  static void train() throws IOException, InterruptedException {
    for (String part : new String[] {"train", "test"}) {
      for (String name : NAMES) {
        pictures(folder.resolve("strokes").resolve(part).resolve(name), part.hashCode());
      }
    }
    Program.Outcome trained =
        run(
            "train",
            "--dataset",
            "folder:strokes",
            "--run",
            "own",
            "--model",
            "own",
            "--filters1",
            "4",
            "--filters2",
            "6",
            "--units",
            "16",
            "--kernel-size",
            "3",
            "--epochs",
            "2",
            "--batch-size",
            "16",
            "--learning-rate",
            "0.01",
            "--validation",
            "0.25");
    assertThat(trained.err()).isEmpty();
    assertThat(trained.out()).contains("160 images of 28x28x1 in 2 classes, 60 to train");
  }

  @Test
  void theModelTellsHowItsImagesWereMade() throws IOException {
    assertThat(Files.readString(version().resolve("assets.extra/images.txt")))
        .contains("preparation: resize", "height: 28", "polarity: dark-on-light");
  }

  @Test
  void predictSeesEveryPictureAsEvaluateDoes() throws IOException, InterruptedException {
    Program.Outcome evaluated =
        run("evaluate", version().toString(), "--dataset", "folder:strokes", "--part", "test");
    Matcher accuracy = Pattern.compile("Accuracy: (\\S+)").matcher(evaluated.out());
    assertThat(accuracy.find()).as(evaluated.out() + evaluated.err()).isTrue();
    List<String> words = new ArrayList<>(List.of("predict", "--model", version().toString()));
    words.addAll(List.of("--top", "1", "strokes/test/across", "strokes/test/down"));

    Program.Outcome predicted = run(words.toArray(new String[0]));

    long right =
        predicted
            .out()
            .lines()
            .filter(line -> line.matches("strokes.test.(\\w+).\\S+ +\\1 .*"))
            .count();
    assertThat(predicted.out()).doesNotContain("prepared");
    assertThat(right / (2.0 * EACH)).isEqualTo(Double.parseDouble(accuracy.group(1)));
    assertThat(right).isGreaterThan(2 * EACH * 3 / 4);
  }

  @Test
  void evaluateFindsThePartsOfTheRunThatMadeTheModel() throws IOException, InterruptedException {
    String model = version().toString();

    Program.Outcome validation =
        run("evaluate", model, "--dataset", "folder:strokes", "--part", "validation");
    Program.Outcome all = run("evaluate", model, "--dataset", "folder:strokes");
    Program.Outcome others =
        run("evaluate", model, "--dataset", "folder:strokes/test", "--part", "validation");

    assertThat(validation.out()).contains("on 20 images of strokes");
    assertThat(all.out())
        .contains("trained on 60 of these images; --part test", "on 160 images of strokes");
    assertThat(others.exitCode()).isEqualTo(3);
    assertThat(others.err()).hasLineCount(1).contains("has no parts of its own", "--part all");
  }

  @Test
  void aPictureOfAnotherSizeIsResized() throws IOException, InterruptedException {
    Path large = folder.resolve("large.png");
    ImageIO.write(stroke("down", 100, new Random(1)), "png", large.toFile());

    Program.Outcome predicted = run("predict", "--model", version().toString(), large.toString());

    assertThat(predicted.exitCode()).as(predicted.err()).isZero();
    assertThat(predicted.out()).contains("down").contains("  resized");
  }

  @Test
  void classesAreMatchedByNameOrByAMapping() throws IOException, InterruptedException {
    pictures(folder.resolve("renamed/a-down"), 5);
    pictures(folder.resolve("renamed/b-across"), 5);

    Program.Outcome refused = run("evaluate", version().toString(), "--dataset", "folder:renamed");
    Program.Outcome mapped =
        run(
            "evaluate",
            version().toString(),
            "--dataset",
            "folder:renamed",
            "--classes",
            "a-down=down,b-across=across");

    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err())
        .contains(
            "'a-down' is none of the model's classes; the model has across, down; the data set has"
                + " a-down, b-across; --classes maps them");
    assertThat(mapped.exitCode()).as(mapped.err()).isZero();
    assertThat(mapped.out()).containsPattern("Accuracy: (1\\.0|0\\.[89])");
  }

  @Test
  void verifyReadsTheFolderAsItWasRead() throws IOException, InterruptedException {
    Program.Outcome verified = run("verify", "own");

    assertThat(verified.exitCode()).as(verified.err()).isZero();
  }

  private static Path version() {
    return folder.resolve("saved_models/own/1");
  }

  private static Program.Outcome run(String... words) throws IOException, InterruptedException {
    return new Program(folder).run(words);
  }

  private static void pictures(Path target, long seed) throws IOException {
    Files.createDirectories(target);
    Random random = new Random(seed);
    for (int i = 0; i < EACH; i++) {
      String kind = target.getFileName().toString().endsWith("across") ? "across" : "down";
      ImageIO.write(stroke(kind, 28, random), "png", target.resolve((100 + i) + ".png").toFile());
    }
  }

  /** Black ink on white, the bar somewhere in the middle half. */
  private static BufferedImage stroke(String kind, int size, Random random) {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
    int place = size / 4 + random.nextInt(size / 2);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int along = kind.equals("across") ? x : y;
        int beside = kind.equals("across") ? y : x;
        boolean ink =
            Math.abs(beside - place) <= size / 20 && along > size / 8 && along < size * 7 / 8;
        image.getRaster().setSample(x, y, 0, ink ? random.nextInt(60) : 230 + random.nextInt(25));
      }
    }
    return image;
  }
}
