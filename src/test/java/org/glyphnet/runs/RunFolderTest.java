package org.glyphnet.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir Path folder;

  @Test
  void newRunHasAFolderForCheckpoints() throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("runs"), "first");

    assertThat(run.path()).isEqualTo(folder.resolve("runs/first"));
    assertThat(run.checkpoints()).isEqualTo(folder.resolve("runs/first/checkpoints")).isDirectory();
  }

  @Test
  void runOfTheSameNameIsRefusedAndLeftAsItIs() throws IOException {
    RunFolder run = RunFolder.create(folder, "first");
    Files.writeString(run.record(), "precious");

    assertThatThrownBy(() -> RunFolder.create(folder, "first"))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("first");
    assertThat(run.record()).hasContent("precious");
  }

  @Test
  void filesHaveTheirPlaces() {
    RunFolder run = new RunFolder(Path.of("runs", "first"));

    assertThat(run.record()).isEqualTo(Path.of("runs/first/run.json"));
    assertThat(run.epochs()).isEqualTo(Path.of("runs/first/epochs.csv"));
    assertThat(run.predictions()).isEqualTo(Path.of("runs/first/predictions.csv"));
    assertThat(run.chart("png")).isEqualTo(Path.of("runs/first/error-per-epoch.png"));
  }

  @Test
  void nameIsTheFoldersHoweverItIsWritten() {
    assertThat(new RunFolder(Path.of("runs/first")).name()).isEqualTo("first");
    assertThat(new RunFolder(Path.of("runs/first/checkpoints/..")).name()).isEqualTo("first");
    assertThat(new RunFolder(Path.of("")).name())
        .isEqualTo(Path.of("").toAbsolutePath().getFileName().toString());
  }
}
