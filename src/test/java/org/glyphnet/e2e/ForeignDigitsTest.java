package org.glyphnet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program where numbers have digits of their own: files and operations keep their names. */
class ForeignDigitsTest {
  private static final List<String> EGYPT = List.of("-Duser.language=ar", "-Duser.country=EG");

  @TempDir Path folder;

  @Test
  void predictFindsTheModelsFiles() throws IOException, InterruptedException {
    Path model = Path.of("saved_models/classifier-mnist").toAbsolutePath();
    Path two = Path.of("samples/two.png").toAbsolutePath();

    Program.Outcome outcome =
        new Program(folder, EGYPT)
            .run("predict", "--model", model.toString(), "--top", "1", two.toString());

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).containsPattern("two.png +2 0\\.9");
  }

  @Test
  void trainWritesWhatItWritesElsewhere() throws IOException, InterruptedException {
    TinyDigits.write(folder.resolve("bars"), 70);
    TinyRun there = new TinyRun(folder, "there");
    TinyRun here = new TinyRun(folder, "here");

    Program.Outcome outcome =
        new Program(folder, EGYPT).run(there.train("--epochs", "1", "--save-every", "2"));

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    assertThat(new Program(folder).run(here.train("--epochs", "1")).exitCode()).isZero();
    assertThat(there.differences(here)).isEmpty();
    assertThat(Files.readString(there.run().resolve("report.html")))
        .doesNotContainPattern("[\\u0660-\\u0669]");
  }
}
