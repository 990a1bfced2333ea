package org.glyphnet.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.training.Fixtures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionsCsvTest {
  private static final ImageDataset DATASET = Fixtures.bars(5);
  private static final Split SPLIT = new Split(new int[] {3, 0, 4}, new int[] {2, 1});
  private static final String WHOLE =
      """
      part,image,reference,prediction
      train,3,0,2
      train,0,0,0
      train,4,1,1
      test,2,2,1
      test,1,1,0
      """;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("predictions.csv");
  }

  @Test
  void everyImageIsALineInTheSplitsOrder() throws IOException {
    write();

    assertThat(file).hasContent(WHOLE);
    try (Stream<Path> children = Files.list(folder)) {
      assertThat(children).containsExactly(file);
    }
  }

  @Test
  void predictionsComeBack() throws IOException {
    write();

    PredictionsCsv.Predictions read = PredictionsCsv.read(file, SPLIT);

    assertThat(read.train()).containsExactly(2, 0, 1);
    assertThat(read.test()).containsExactly(1, 0);
  }

  @Test
  void missingFileSaysThatTheRunDidNotEnd() {
    assertRefused("trained to its end");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "part,image,reference,prediction\n",
        "part,image,reference\ntrain,3,0,2\ntrain,0,0,0\ntrain,4,1,1\ntest,2,2,1\ntest,1,1,0\n",
        "part,image,reference,prediction\ntrain,3,0,2\ntrain,0,0,0\ntrain,4,1,1\ntest,2,2,1\n"
      })
  void fileThatIsCutOffOrHasAnotherHeaderIsRefused(String content) throws IOException {
    Files.writeString(file, content);

    assertRefused("expected the header 'part,image,reference,prediction' and 5 lines");
  }

  @Test
  void fileWithALineTooManyIsRefused() throws IOException {
    Files.writeString(file, WHOLE + "test,1,1,0\n");

    assertRefused("5 lines");
  }

  @ParameterizedTest
  @ValueSource(strings = {"train,0,0", "train,0,0,0,0", "test,0,0,0", "train,1,0,0", "", ",,,"})
  void lineOfAnotherSplitIsRefusedWithItsNumber(String line) throws IOException {
    Files.writeString(file, WHOLE.replace("train,0,0,0", line));

    assertRefused("line 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "one", "1.0", "99999999999", " 1"})
  void predictionThatIsNoNumberIsRefused(String prediction) throws IOException {
    Files.writeString(file, WHOLE.replace("train,0,0,0", "train,0,0," + prediction));

    assertRefused("is not a class number");
  }

  @Test
  void predictionBelowZeroIsRefused() throws IOException {
    Files.writeString(file, WHOLE.replace("train,0,0,0", "train,0,0,-1"));

    assertRefused("is not a class number");
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, (byte) 0xc3});

    assertRefused("predictions.csv");
  }

  private void write() throws IOException {
    PredictionsCsv.write(
        file,
        DATASET,
        SPLIT,
        new PredictionsCsv.Predictions(new int[] {2, 0, 1}, new int[] {1, 0}));
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(() -> PredictionsCsv.read(file, SPLIT))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(reason)
        .message()
        .hasLineCount(1);
  }
}
