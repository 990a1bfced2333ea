package org.glyphnet.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunNamesTest {
  @TempDir Path folder;

  private Path run(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  @Test
  void foldersOfDifferentNamesAreCalledByThem() throws IOException {
    assertThat(RunNames.of(List.of(run("x/a"), run("x/b")))).containsExactly("a", "b");
  }

  @Test
  void foldersOfOneNameAreToldApartByThoseAboveThem() throws IOException {
    assertThat(RunNames.of(List.of(run("x/y/run"), run("z/y/run"))))
        .containsExactly(Path.of("x", "y", "run").toString(), Path.of("z", "y", "run").toString());
  }
}
