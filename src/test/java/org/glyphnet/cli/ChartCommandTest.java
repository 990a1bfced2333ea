package org.glyphnet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.ParseException;
import org.glyphnet.data.DataException;
import org.glyphnet.report.ChartWindow;
import org.glyphnet.runs.EpochsCsv;
import org.glyphnet.training.EpochResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartCommandTest {
  @TempDir Path folder;

  @Test
  void oneRunIsDrawnIntoItsFolder() throws Exception {
    Path run = run("runs/first");

    String said = chart(run.toString());

    Path picture = run.resolve("error-per-epoch.png");
    assertThat(said.strip()).isEqualTo("Wrote " + picture);
    assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(800);
  }

  @Test
  void runIsFoundByItsNameUnderRunsDir() throws Exception {
    Path run = run("runs/first");

    chart("--runs-dir", folder.resolve("runs").toString(), "first");

    assertThat(run.resolve("error-per-epoch.png")).exists();
  }

  @Test
  void newestRunIsDrawnWhenNoneIsNamed() throws Exception {
    Path old = run("runs/b-old");
    Path latest = run("runs/a-new");
    Files.createDirectories(folder.resolve("runs/z-not-begun"));
    Files.setLastModifiedTime(old.resolve(EpochsCsv.FILE_NAME), FileTime.fromMillis(1_000));

    chart("--runs-dir", folder.resolve("runs").toString());

    assertThat(latest.resolve("error-per-epoch.png")).exists();
    assertThat(old.resolve("error-per-epoch.png")).doesNotExist();
  }

  @Test
  void sizeIsThatOfTheOptions() throws Exception {
    Path file = folder.resolve("chart.PNG");

    chart("--out", file.toString(), "--width", "300", "--height", "200", run("a").toString());

    assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(300);
    assertThat(ImageIO.read(file.toFile()).getHeight()).isEqualTo(200);
  }

  @Test
  void severalRunsAreNamedInOneSvg() throws Exception {
    Path file = folder.resolve("chart.svg");

    chart("--out", file.toString(), run("first").toString(), run("second").toString());

    assertThat(Files.readString(file)).contains(">first train<").contains(">second test<");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chart.jpg", "chart", "png", ".."})
  void otherEndingsAreRefusedWithTheRightOnes(String out) throws IOException {
    String run = run("a").toString();

    assertThatThrownBy(() -> chart("--out", out, run))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'" + out + "'")
        .hasMessageContaining(".png or .svg");
  }

  @Test
  void folderIsNotAFileToWrite() throws IOException {
    String run = run("a").toString();
    Path taken = Files.createDirectories(folder.resolve("chart.png"));

    assertThatThrownBy(() -> chart("--out", taken.toString(), run))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void widthThatIsNoSizeIsRefused() throws IOException {
    String run = run("a").toString();

    assertThatThrownBy(() -> chart("--width", "0", run))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--width: '0'")
        .hasMessageContaining("200");
  }

  @Test
  void runGivenTwiceIsRefused() throws IOException {
    String run = run("a").toString();

    assertThatThrownBy(() -> chart(run, run + "/../a"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("given twice");
  }

  @Test
  void missingRunIsNamedWithThePlacesLookedAt() {
    String runs = folder.resolve("runs").toString();

    assertThatThrownBy(() -> chart("--runs-dir", runs, "nowhere"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no run 'nowhere'")
        .hasMessageContaining(folder.resolve("runs/nowhere/epochs.csv").toString())
        .hasMessageContaining("--runs-dir");
  }

  @Test
  void runsDirWithoutARunSaysWhatToDo() {
    String runs = folder.resolve("runs").toString();

    assertThatThrownBy(() -> chart("--runs-dir", runs))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(runs + ": no run in it")
        .hasMessageContaining("train one first");
  }

  @Test
  void windowOnAMachineWithoutADisplayIsRefusedBeforeAnythingIsWritten() throws IOException {
    assumeTrue(ChartWindow.isHeadless(), "This machine has a display");
    Path run = run("a");

    assertThatThrownBy(() -> chart("--show", run.toString()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no display");
    try (Stream<Path> left = Files.list(run)) {
      assertThat(left).containsExactly(run.resolve(EpochsCsv.FILE_NAME));
    }
  }

  private Path run(String name) throws IOException {
    Path run = Files.createDirectories(folder.resolve(name));
    EpochsCsv.write(
        run.resolve(EpochsCsv.FILE_NAME),
        List.of(
            new EpochResult(-1, Double.NaN, 0.07, 0.07, 0, 0),
            new EpochResult(0, 0.1, 0.99, 0.98, 30, 2000)));
    return run;
  }

  private static String chart(String... typed) throws IOException, ParseException {
    ChartCommand command = new ChartCommand();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      command.run(
          Arguments.of(new DefaultParser().parse(command.options().toOptions(), typed)),
          Screen.on(out, StandardCharsets.UTF_8, false, null));
    }
    return said.toString(StandardCharsets.UTF_8);
  }
}
