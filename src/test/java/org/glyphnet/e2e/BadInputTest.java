package org.glyphnet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad input ends with one line that says what is wrong and what would be right, and with the right
 * exit code.
 */
class BadInputTest {
  private static final int BAD_USAGE = 2;
  private static final int BAD_DATA = 3;
  private static final int OTHER = 4;

  @TempDir Path folder;

  @BeforeEach
  void writeData() throws IOException {
    TinyDigits.write(folder.resolve("bars"), 30);
  }

  static Stream<Arguments> badUsage() {
    return Stream.of(
        Arguments.of("trian", "unknown command 'trian'"),
        Arguments.of("train --epoch 3", "did you mean --epochs?"),
        Arguments.of("train --epochs", "--epochs needs a value"),
        Arguments.of(
            "train --epochs three",
            "'three' is not possible; it takes a whole number of at least 1"),
        Arguments.of("train --epochs 0", "at least 1"),
        Arguments.of("train --epochs 1 --epochs 2", "given twice"),
        Arguments.of("train --learning-rate -1", "a number above 0"),
        Arguments.of("train --learning-rate nan", "a number above 0"),
        Arguments.of("train --dropout 1", "from 0 to below 1"),
        Arguments.of("train --bn-momentum 2", "from 0 to below 1"),
        Arguments.of("train --batch-size 1", "at least 2"),
        Arguments.of("train --padding full", "same, valid"),
        Arguments.of("train --activation step", "leaky_relu, relu"),
        Arguments.of("train --preset tiny", "book-text, book-code, compact"),
        Arguments.of("train --split odd", "random, canonical"),
        Arguments.of("train --dataset cifar", "auto, mnist, synthetic, idx:DIR or folder:DIR"),
        Arguments.of("train --run a/b", "cannot be a name"),
        Arguments.of("train --model ..", "cannot be a name"),
        Arguments.of("train more", "one word too many"),
        Arguments.of("train --dataset idx:bars --padding valid --kernel-size 11", "too small"),
        Arguments.of("verify a b", "one RUN"),
        Arguments.of("evaluate", "one MODEL"),
        Arguments.of("export a b", "one RUN"),
        Arguments.of("predict", "at least one FILE"),
        Arguments.of("predict --prepare nicely x.png", "auto, none, mnist"),
        Arguments.of("predict --show --json x.png", "cannot be combined"),
        Arguments.of("serve", "--model is needed: saved_models has no model"),
        Arguments.of("serve --tls-cert c.pem", "--tls-cert and --tls-key belong together"),
        Arguments.of("serve --port 70000", "from 0 to 65,535"),
        Arguments.of("serve --model bars --max-batch 0", "from 1 to 65,536"),
        Arguments.of("chart --out picture.gif", ".png or .svg"));
  }

  @ParameterizedTest
  @MethodSource
  void badUsage(String line, String reason) throws IOException, InterruptedException {
    assertOneLine(line, BAD_USAGE, reason);
  }

  static Stream<Arguments> badData() {
    return Stream.of(
        Arguments.of("train --dataset mnist --data-dir nowhere", "nowhere: no such folder"),
        Arguments.of("train --dataset mnist --data-dir .", "train-images-idx3-ubyte: not found"),
        Arguments.of("train --dataset idx:nowhere", "nowhere: no such folder"),
        Arguments.of("train --dataset folder:bars", "one for each class"),
        Arguments.of("train --dataset idx:bars --split canonical", "use --split random"),
        Arguments.of("train --dataset idx:bars --images 31", "has 30 images, not 31"),
        Arguments.of("verify nothing", "no run 'nothing'"),
        Arguments.of("verify", "train one first"),
        Arguments.of("evaluate nothing --dataset idx:bars", "no SavedModel there"),
        Arguments.of("export nothing", "no run 'nothing'"),
        Arguments.of("predict nothing.png", "nothing.png: no such file or folder"),
        Arguments.of("predict scans/*.png", "no image whose name fits"),
        Arguments.of("predict bars", "bars: no PNG, JPEG, GIF, BMP, TIFF or WebP file in it"),
        Arguments.of("inspect nothing", "neither a SavedModel's folder nor a checkpoint"),
        Arguments.of("serve --model nothing", "saved_models/nothing: no SavedModel there"),
        Arguments.of("serve --model bars", "saved_models/bars: no SavedModel there"),
        Arguments.of("chart nothing", "no run 'nothing'"));
  }

  @ParameterizedTest
  @MethodSource
  void badData(String line, String reason) throws IOException, InterruptedException {
    assertOneLine(line, BAD_DATA, reason);
  }

  @Test
  void aTruncatedFileIsNamed() throws IOException, InterruptedException {
    Path images = folder.resolve("bars/train-images-idx3-ubyte");
    Files.write(images, Arrays.copyOf(Files.readAllBytes(images), 1000));

    assertOneLine("train --dataset idx:bars", BAD_DATA, "30 x 12 x 12 = 4,320 values, found 984");
  }

  @Test
  void aWrongMagicNumberIsNamed() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("bars/train-labels-idx1-ubyte"), "not labels");

    assertOneLine("train --dataset idx:bars", BAD_DATA, "expected 0x00000801");
  }

  @Test
  void aLabelOutOfRangeIsNamed() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("bars/labels.txt"), "across\ndown\n");

    assertOneLine("train --dataset idx:bars", BAD_DATA, "label 2 of image 2 is out of range");
  }

  @Test
  void filesThatAreNotMnistsFailTheirChecksum() throws IOException, InterruptedException {
    for (String part : new String[] {"images-idx3-ubyte", "labels-idx1-ubyte"}) {
      Files.copy(folder.resolve("bars/train-" + part), folder.resolve("bars/t10k-" + part));
    }

    assertOneLine("train --dataset mnist --data-dir bars", BAD_DATA, "SHA-256");
  }

  @Test
  void anExistingRunIsLeftAsItIs() throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("runs/mine"));
    Files.writeString(folder.resolve("runs/mine/epochs.csv"), "precious");

    assertOneLine(
        "train --dataset idx:bars --run mine", BAD_USAGE, "there is a run 'mine' in runs already");
    assertThat(folder.resolve("runs/mine/epochs.csv")).hasContent("precious");
    assertThat(folder.resolve("runs/mine")).isDirectoryNotContaining("glob:**/run.json");
  }

  @Test
  void anUnwritableFolderIsNamed() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("file"), "in the way");

    assertOneLine("train --dataset idx:bars --runs-dir file/runs", OTHER, "file");
    assertThat(folder.resolve("file")).hasContent("in the way");
  }

  @Test
  void helpListsEveryOptionWithTheBooksValues() throws IOException, InterruptedException {
    Program.Outcome help = new Program(folder).run("train", "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    for (String option :
        ("epochs batch-size learning-rate beta1 beta2 dropout preset filters1 filters2 units kernel-size padding"
                + " activation bn-momentum bn-epsilon seed split dataset data-dir run runs-dir saved-models model"
                + " max-to-keep save-every report-every threads resume")
            .split(" ", -1)) {
      assertThat(help.out()).contains("--" + option + " ");
    }
    assertThat(help.out())
        .containsPattern("--learning-rate RATE .*default and the book's: 0\\.0002");
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
  }

  private void assertOneLine(String line, int exitCode, String reason)
      throws IOException, InterruptedException {
    Program.Outcome outcome = new Program(folder).run(line.split(" ", -1));
    assertThat(outcome.err()).hasLineCount(1).startsWith("glyphnet: ").contains(reason);
    assertThat(outcome.exitCode()).isEqualTo(exitCode);
  }
}
