package org.glyphnet.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredPathTest {
  @TempDir Path folder;
  private RunFolder run;
  private Path model;

  @BeforeEach
  void makeThem() throws IOException {
    run = new RunFolder(Files.createDirectories(folder.resolve("project/runs/first")));
    model = Files.createDirectories(folder.resolve("project/saved_models/first/1"));
  }

  @Test
  void bothWaysAreKept() {
    StoredPath stored = StoredPath.of(model, run);

    assertThat(stored.fromRun()).isEqualTo("../../saved_models/first/1");
    assertThat(stored.absolute()).isEqualTo(model.toString());
    assertThat(stored.resolve(run)).isEqualTo(model);
  }

  @Test
  void itIsFoundWhenAllWasMovedTogether() throws IOException {
    StoredPath stored = StoredPath.of(model, run);
    Files.move(folder.resolve("project"), folder.resolve("moved"));

    assertThat(stored.resolve(new RunFolder(folder.resolve("moved/runs/first"))))
        .isEqualTo(folder.resolve("moved/saved_models/first/1"));
  }

  @Test
  void itIsFoundWhenTheRunAloneWasMoved() throws IOException {
    StoredPath stored = StoredPath.of(model, run);
    Files.createDirectories(folder.resolve("archive"));
    Files.move(run.path(), folder.resolve("archive/first"));

    assertThat(stored.resolve(new RunFolder(folder.resolve("archive/first")))).isEqualTo(model);
  }
}
