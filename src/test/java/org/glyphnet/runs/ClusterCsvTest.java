package org.glyphnet.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.glyphnet.data.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterCsvTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = folder.resolve("cluster.csv");
    List<ClusterCsv.Line> lines =
        List.of(
            new ClusterCsv.Line(0, "host1:2222", 0.9375, 4_400_000, 0.25),
            new ClusterCsv.Line(1, "[::1]:2222", 1.0E-4, 0, 0.25));

    ClusterCsv.write(file, lines);

    assertThat(ClusterCsv.read(file)).isEqualTo(lines);
  }

  @Test
  void aRunOnOneMachineHasNone() throws IOException {
    assertThat(ClusterCsv.read(folder.resolve("cluster.csv"))).isEmpty();
  }

  @Test
  void aDamagedLineIsNamed() throws IOException {
    Path file = folder.resolve("cluster.csv");
    ClusterCsv.write(file, List.of(new ClusterCsv.Line(0, "host1:2222", 0.5, 1, 0.25)));
    Files.writeString(file, Files.readString(file).replace("0.5", "half"));

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ClusterCsv.read(file))
        .withMessageContaining("cluster.csv, line 2")
        .withMessageContaining("half");
  }
}
