package org.glyphnet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real program tells a server of its runs. */
class MlflowTest {
  @TempDir Path folder;

  private TrackingServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TrackingServer();
    TinyDigits.write(folder.resolve("bars"), 210);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aRunsOptionsNumbersAndEndAreTold() throws IOException, InterruptedException {
    Program.Outcome outcome = train("one", "--epochs", "2");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    assertThat(server.calls("experiments/create").get(0).body().get("name").asText())
        .isEqualTo("glyphnet");
    JsonNode created = server.calls("runs/create").get(0).body();
    assertThat(created.get("experiment_id").asText()).isEqualTo("7");
    assertThat(created.get("run_name").asText()).isEqualTo("one");
    assertThat(created.get("start_time").isIntegralNumber()).isTrue();
    assertThat(values("params", "key")).contains("learning-rate", "epochs", "batch-size", "seed");
    assertThat(values("metrics", "key"))
        .contains("cost", "train_accuracy", "test_accuracy", "learning_rate");
    assertThat(values("metrics", "step")).containsExactlyInAnyOrder("0", "1", "2");
    assertThat(server.calls("runs/log-batch"))
        .allMatch(call -> call.body().get("run_id").asText().equals("run-1"));
    List<TrackingServer.Call> updates = server.calls("runs/update");
    JsonNode last = updates.get(updates.size() - 1).body();
    assertThat(last.get("status").asText()).isEqualTo("FINISHED");
    assertThat(last.get("end_time").isIntegralNumber()).isTrue();
  }

  @Test
  void aRunThatGoesOnIsTheSameRunOfTheServer() throws IOException, InterruptedException {
    train("again", "--epochs", "1");
    int before = server.calls().size();

    Program.Outcome resumed =
        new Program(folder)
            .run("train", "--resume", "again", "--epochs", "2", "--mlflow", server.address());

    assertThat(resumed.exitCode()).isZero();
    assertThat(server.calls("runs/create")).hasSize(1);
    assertThat(server.calls().get(before).body().get("status").asText()).isEqualTo("RUNNING");
  }

  @Test
  void aServerThatFailsIsOneLineAndTheRunIsTrained() throws IOException, InterruptedException {
    server.breakDown(true);

    Program.Outcome outcome = train("alone", "--epochs", "2");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out().lines().filter(line -> line.startsWith("MLflow at")))
        .hasSize(2)
        .first()
        .asString()
        .contains("status 500", "goes on without");
    assertThat(outcome.out()).contains("the numbers of 3 epochs were not sent", "epochs.csv");
  }

  @Test
  void aSweepsRunsArePartsOfOne() throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("sweep", "--set", "learning-rate=0.01,0.02"));
    words.addAll(List.of("--name", "tries", "--mlflow", server.address(), "--epochs", "1"));
    words.addAll(TinyRun.OPTIONS);

    assertThat(new Program(folder).run(words.toArray(new String[0])).exitCode()).isZero();

    List<TrackingServer.Call> created = server.calls("runs/create");
    assertThat(created).hasSize(3);
    assertThat(created.get(0).body().get("run_name").asText()).isEqualTo("tries");
    for (TrackingServer.Call child : created.subList(1, 3)) {
      assertThat(tag(child.body(), "mlflow.parentRunId")).isEqualTo("run-1");
    }
  }

  private static String tag(JsonNode run, String key) {
    for (JsonNode tag : run.get("tags")) {
      if (tag.get("key").asText().equals(key)) {
        return tag.get("value").asText();
      }
    }
    return "";
  }

  private Program.Outcome train(String name, String... more)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(new TinyRun(folder, name).train(more)));
    words.addAll(List.of("--mlflow", server.address()));
    return new Program(folder).run(words.toArray(new String[0]));
  }

  /** What stands under a key in the lists of all log-batch calls. */
  private Set<String> values(String list, String key) {
    return server.calls("runs/log-batch").stream()
        .filter(call -> call.body().has(list))
        .flatMap(call -> StreamSupport.stream(call.body().get(list).spliterator(), false))
        .map(one -> one.get(key).asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
