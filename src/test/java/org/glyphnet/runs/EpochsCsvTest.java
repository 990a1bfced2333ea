package org.glyphnet.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.glyphnet.data.DataException;
import org.glyphnet.training.EpochResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochsCsvTest {
  private static final EpochResult UNTRAINED =
      new EpochResult(-1, Double.NaN, 0.068963, 0.071796, 0, 0);
  private static final EpochResult FIRST =
      new EpochResult(0, 1.0 / 3, 0.991166, 0.98665, 31.4, 1910.828025477707);

  /** What version 0.1 wrote. */
  private static final String OLD_HEADER =
      "epoch,cost,train_accuracy,test_accuracy,seconds,images_per_second";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve(EpochsCsv.FILE_NAME);
  }

  @Test
  void appendedEpochsComeBackInOrder() throws IOException {
    EpochsCsv.append(file, UNTRAINED);
    EpochsCsv.append(file, FIRST);

    assertThat(EpochsCsv.read(file)).containsExactly(UNTRAINED, FIRST);
  }

  @Test
  void everyDoubleComesBackToTheLastBit() throws IOException {
    List<EpochResult> extremes =
        List.of(
            new EpochResult(0, Double.MIN_VALUE, 0.1f, Math.nextDown(1.0), 1e-300, 1e300),
            new EpochResult(1, Double.POSITIVE_INFINITY, 0, 1, -0.0, Double.MAX_VALUE),
            new EpochResult(2, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN));

    EpochsCsv.write(file, extremes);

    assertThat(EpochsCsv.read(file)).isEqualTo(extremes);
  }

  @Test
  void fileStartsWithTheHeaderAndLeavesNanEmpty() throws IOException {
    EpochsCsv.append(file, UNTRAINED);

    assertThat(Files.readString(file))
        .isEqualTo(
            """
            epoch,cost,train_accuracy,test_accuracy,seconds,images_per_second,validation_accuracy,validation_cost,learning_rate
            -1,,0.068963,0.071796,0.0,0.0,,,
            """);
  }

  @Test
  void localeOfTheMachineDoesNotChangeTheFile() throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      EpochsCsv.append(file, FIRST);
    } finally {
      Locale.setDefault(before);
    }

    assertThat(Files.readString(file)).contains("0,0.3333333333333333,0.991166,0.98665,31.4,");
  }

  @Test
  void emptyFileOfARunThatDiedAtOnceGetsItsHeader() throws IOException {
    Files.createFile(file);

    EpochsCsv.append(file, FIRST);

    assertThat(EpochsCsv.read(file)).containsExactly(FIRST);
  }

  @Test
  void epochThatIsAlreadyThereIsNotAppended() throws IOException {
    EpochsCsv.append(file, FIRST);

    assertThatThrownBy(() -> EpochsCsv.append(file, FIRST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("epoch 0 cannot follow epoch 0");
    assertThat(EpochsCsv.read(file)).containsExactly(FIRST);
  }

  @Test
  void writeReplacesTheFileAndLeavesNothingBeside() throws IOException {
    EpochsCsv.append(file, UNTRAINED);
    EpochsCsv.append(file, FIRST);

    EpochsCsv.write(file, List.of(UNTRAINED));

    assertThat(EpochsCsv.read(file)).containsExactly(UNTRAINED);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void lineEndsOfWindowsAreRead() throws IOException {
    Files.writeString(file, OLD_HEADER + "\r\n0,0.5,0.5,0.5,1.0,2.0\r\n");

    assertThat(EpochsCsv.read(file)).containsExactly(new EpochResult(0, 0.5, 0.5, 0.5, 1, 2));
  }

  @Test
  void validationAndLearningRateComeBack() throws IOException {
    EpochResult chosen = new EpochResult(0, 0.5, 0.9, Double.NaN, 1, 2, 0.8, 0.7, 1e-4);

    EpochsCsv.append(file, chosen);

    assertThat(EpochsCsv.read(file)).containsExactly(chosen);
  }

  @Test
  void columnsAreFoundByNameAndUnknownOnesPassedOver() throws IOException {
    Files.writeString(
        file,
        """
        mood,images_per_second,seconds,test_accuracy,train_accuracy,cost,epoch
        good,2.0,1.0,0.25,0.75,0.5,0
        """);

    assertThat(EpochsCsv.read(file)).containsExactly(new EpochResult(0, 0.5, 0.75, 0.25, 1, 2));
  }

  @Test
  void anOlderVersionsFileGoesOnWithTodaysColumns() throws IOException {
    Files.writeString(file, OLD_HEADER + "\n-1,,0.068963,0.071796,0.0,0.0\n");

    EpochsCsv.append(file, FIRST);

    assertThat(Files.readAllLines(file).get(0)).isEqualTo(EpochsCsv.HEADER);
    assertThat(EpochsCsv.read(file)).containsExactly(UNTRAINED, FIRST);
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(() -> EpochsCsv.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file + ": no such file")
        .hasMessageContaining(EpochsCsv.HEADER);
  }

  @Test
  void lineThatWasCutOffIsNamedAndNothingIsAppendedToIt() throws IOException {
    String cut = OLD_HEADER + "\n0,0.5,0.5,0.5,1.0,2.0\n1,0.4,0.";
    Files.writeString(file, cut);

    assertThatThrownBy(() -> EpochsCsv.append(file, new EpochResult(2, 0, 0, 0, 0, 0)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            file
                + ": line 3: found '1,0.4,0.' without an end of line, expected a whole line; it was"
                + " cut off");
    assertThat(Files.readString(file)).isEqualTo(cut);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0,0.5,0.5,0.5,1.0 | found '0,0.5,0.5,0.5,1.0' with 5 cells, expected 6 cells",
        "'' | found '' with 1 cell, expected 6 cells",
        "one,0.5,0.5,0.5,1.0,2.0 | found epoch 'one', expected a whole number",
        "-2,0.5,0.5,0.5,1.0,2.0 | found epoch '-2', expected a whole number of at least -1",
        "0,0x1p3,0.5,0.5,1.0,2.0 | found cost '0x1p3', expected a number such as",
        "0,0.5,1.5,0.5,1.0,2.0 | found train_accuracy '1.5', expected a number from 0 to 1",
        "0,0.5,0.5,-0.1,1.0,2.0 | found test_accuracy '-0.1', expected a number from 0 to 1",
        "0,0.5,0.5,0.5,1.0,fast | found images_per_second 'fast', expected a number such as"
      })
  void damagedLineIsNamedWithWhatWasFoundAndExpected(String line, String message)
      throws IOException {
    Files.writeString(file, OLD_HEADER + "\n" + line + "\n");

    assertThatThrownBy(() -> EpochsCsv.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": line 2: " + message);
  }

  @Test
  void epochsOutOfOrderAreDamage() throws IOException {
    Files.writeString(file, OLD_HEADER + "\n1,0.5,0.5,0.5,1.0,2.0\n0,0.5,0.5,0.5,1.0,2.0\n");

    assertThatThrownBy(() -> EpochsCsv.read(file))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": line 3: found epoch 0, expected an epoch above 1");
  }

  @Test
  void fileOfOtherBytesIsOneReadableLineOfError() throws IOException {
    Files.write(file, new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 0x1a, 10, 0, 0});

    assertThatThrownBy(() -> EpochsCsv.read(file))
        .isInstanceOf(DataException.class)
        .hasMessage(
            file + ": line 1: found '?PNG', expected the header '" + EpochsCsv.HEADER + "'");
  }
}
