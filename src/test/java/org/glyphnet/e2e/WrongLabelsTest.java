package org.glyphnet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.synthetic.SyntheticDigits;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drawn digits of which every twentieth lies in another digit's folder. */
class WrongLabelsTest {
  private static final int IMAGES = 1400;
  private static final int ONE_IN = 20;

  @TempDir static Path folder;

  private static Program.Outcome trained;

  @BeforeAll
  static void train() throws IOException, InterruptedException {
    ImageDataset digits = SyntheticDigits.generate(IMAGES, 7);
    for (int image = 0; image < IMAGES; image++) {
      boolean wrong = image % ONE_IN == 3;
      int label = (digits.label(image) + (wrong ? 1 + image % 9 : 0)) % 10;
      Path file =
          folder.resolve("digits/" + label).resolve((wrong ? "wrong-" : "good-") + image + ".png");
      Files.createDirectories(file.getParent());
      ImageIO.write(picture(digits, image), "png", file.toFile());
    }
    trained =
        new Program(folder)
            .run(
                ("train --dataset folder:digits --recipe book --preset compact --epochs 6"
                        + " --learning-rate 0.001 --bn-momentum 0.9 --run r --model m")
                    .split(" "));
    assertThat(trained.exitCode()).as(trained.out() + trained.err()).isZero();
  }

  private static BufferedImage picture(ImageDataset digits, int image) {
    BufferedImage picture = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < 28; y++) {
      for (int x = 0; x < 28; x++) {
        picture.getRaster().setSample(x, y, 0, digits.pixel(image, y, x, 0));
      }
    }
    return picture;
  }

  @Test
  void mostOfTheReportsDoubtfulLabelsAreWrong() throws IOException, InterruptedException {
    String page = Files.readString(folder.resolve("runs/r/report.html"));
    String section = page.substring(page.indexOf("Labels that look wrong"));
    List<String> shown =
        Pattern.compile("alt=\"[^\"]*?(wrong|good)-[0-9]+\\.png, a [0-9], taken for")
            .matcher(section)
            .results()
            .map(found -> found.group(1))
            .toList();

    assertThat(section).contains("on the mean over 3 epochs");
    assertThat(shown).hasSize(25);
    assertThat(shown.stream().filter("wrong"::equals).count()).isGreaterThanOrEqualTo(20);
  }

  @Test
  void mostOfWhatEvaluateListsIsWrong() throws IOException, InterruptedException {
    Program.Outcome evaluated =
        new Program(folder)
            .run(
                "evaluate",
                "saved_models/m/1",
                "--dataset",
                "folder:digits",
                "--part",
                "train",
                "--suspects",
                "25");

    List<MatchResult> listed =
        Pattern.compile("(?m)^  ([0-9]) -> [0-9]  [01]\\.[0-9]{4}  \\1.(wrong|good)-[0-9]+\\.png$")
            .matcher(evaluated.out())
            .results()
            .toList();
    assertThat(evaluated.out()).contains("Labels that look wrong (25 of ");
    assertThat(listed).as(evaluated.out()).hasSize(25);
    assertThat(listed.stream().filter(one -> one.group(2).equals("wrong")).count())
        .isGreaterThanOrEqualTo(20);
  }
}
