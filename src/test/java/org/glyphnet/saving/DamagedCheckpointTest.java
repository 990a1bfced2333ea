package org.glyphnet.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.glyphnet.data.DataException;
import org.glyphnet.network.ConvNet;
import org.glyphnet.training.DivergedException;
import org.glyphnet.training.Fixtures;
import org.glyphnet.training.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Which checkpoint, and which version of a SavedModel, is used when files are damaged. */
class DamagedCheckpointTest {
  @TempDir static Path whole;
  private static TrainedRun run;

  @TempDir Path folder;
  private final List<String> lines = new ArrayList<>();

  @BeforeAll
  static void trainTwoEpochs() throws IOException {
    run = TrainedRun.of(Files.createDirectories(whole.resolve("checkpoints")));
    run.saveFinal();
    run.export(whole.resolve("model"));
    run.export(whole.resolve("model"));
  }

  @AfterAll
  static void free() {
    run.close();
  }

  @BeforeEach
  void copy() throws IOException {
    try (var all = Files.walk(whole)) {
      for (Path one : all.sorted().toList()) {
        if (!one.equals(whole)) {
          Files.copy(one, folder.resolve(whole.relativize(one)));
        }
      }
    }
  }

  private Path file(String name) {
    return folder.resolve("checkpoints").resolve(name);
  }

  private Checkpoints checkpoints() {
    return new Checkpoints(folder.resolve("checkpoints"), run.net(), 10);
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 3] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void theFinalOneIsTheNewest() throws IOException {
    Checkpoints checkpoints = checkpoints();

    assertThat(checkpoints.findNewest(lines::add)).isEqualTo(Progress.afterEpoch(1));
    assertThat(checkpoints.newest()).contains(file("classifier-final"));
    assertThat(lines).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {".index", ".data-00000-of-00001", ".meta", ".progress"})
  void theOneBeforeADamagedOneIsUsedAndALineSaysSo(String suffix) throws IOException {
    flip(file("classifier-final" + suffix));
    flip(file("classifier-1" + suffix));
    Checkpoints checkpoints = checkpoints();

    assertThat(checkpoints.findNewest(lines::add)).isEqualTo(Progress.afterEpoch(0));
    assertThat(checkpoints.newest()).contains(file("classifier-0"));
    assertThat(lines)
        .hasSize(2)
        .allMatch(line -> line.contains(suffix) && line.contains("damaged"))
        .anyMatch(line -> line.contains("classifier-final"))
        .anyMatch(line -> line.contains("classifier-1"));
  }

  @Test
  void filesThatAreMissingCountAsDamaged() throws IOException {
    Files.delete(file("classifier-final.data-00000-of-00001"));

    assertThat(checkpoints().findNewest(lines::add)).isEqualTo(Progress.afterEpoch(1));
    assertThat(lines).singleElement().asString().contains("not found", "the checkpoint before it");
  }

  @Test
  void theStateFileMayBeDamaged() throws IOException {
    Files.writeString(file("checkpoint"), "");

    assertThat(checkpoints().findNewest(lines::add)).isEqualTo(Progress.afterEpoch(1));
  }

  @Test
  void withoutACompleteOneThereIsNothingToGoOnFrom() throws IOException {
    for (String name : List.of("0", "1", "final")) {
      flip(file("classifier-" + name + ".index"));
    }

    assertThatThrownBy(() -> checkpoints().findNewest(lines::add))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("all 3 checkpoints there are damaged");
  }

  @Test
  void aCheckpointOfAnotherNetworkIsNamed() {
    try (ConvNet other = ConvNet.forTraining(Fixtures.spec().withClasses(5), Fixtures.FAST, 1)) {
      Checkpoints checkpoints = new Checkpoints(folder.resolve("checkpoints"), other, 10);

      assertThatThrownBy(() -> checkpoints.findNewest(lines::add))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(
              "of another network: DenseLayer4/kernel is float [6, 3], not float [6, 5]");
    }
  }

  @Test
  void aCheckpointThatWasTrainedWithSomethingElseIsNamed() throws IOException {
    of("seed", "1").saveFinal(run.session());

    assertThatThrownBy(() -> of("seed", "2").findNewest(lines::add))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("trained with other options or data", "seed 1, not 2");
  }

  @Test
  void anOptionThatTheCheckpointKnowsNothingOfIsNoDifference() throws IOException {
    of("seed", "1").saveFinal(run.session());

    assertThat(of("added_later", "default").findNewest(lines::add)).isNotNull();
  }

  private Checkpoints of(String name, String value) {
    SortedMap<String, String> values = new TreeMap<>(Map.of(name, value));
    return new Checkpoints(
        folder.resolve("checkpoints"),
        run.net(),
        new CheckpointPolicy(10, 1, new Fingerprint(values, null)));
  }

  @Test
  void aMetaOfAnotherNetworkDoesNotFitItsData() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    try (ConvNet net = ConvNet.forTraining(Fixtures.spec().withClasses(5), Fixtures.FAST, 1);
        var session = new org.tensorflow.Session(net.graph())) {
      session.initialize();
      new Checkpoints(other, net, 1).saveFinal(session);
    }
    Files.delete(file("classifier-final.progress")); // as of a program that writes none
    Files.copy(
        other.resolve("classifier-final.meta"),
        file("classifier-final.meta"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(
            () -> RestoredModel.fromCheckpoint(file("classifier-final"), Fixtures.SETTINGS).close())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("of another network");
  }

  @Test
  void weightsBeyondWhatAFloatCanHoldAreNotSaved() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    try (TrainedRun diverged = TrainedRun.of(other)) {
      Ops tf = Ops.create(diverged.net().graph());
      var bias = diverged.net().graph().outputOrThrow("DenseLayer4/bias").expect(TFloat32.class);
      diverged
          .session()
          .run(tf.assign(bias, tf.constant(new float[] {0, Float.POSITIVE_INFINITY, 0})));
      List<String> before = TrainedRun.names(other);

      assertThatThrownBy(diverged::saveFinal)
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining("DenseLayer4/bias");
      assertThat(TrainedRun.names(other)).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "saved_model.pb",
        "variables/variables.index",
        "variables/variables.data-00000-of-00001",
        "assets.extra/labels.txt",
        "assets.extra/sha256.txt"
      })
  void theVersionBeforeADamagedOneIsUsedAndALineSaysSo(String name) throws IOException {
    Path model = folder.resolve("model");
    flip(model.resolve("2").resolve(name));

    assertThat(SavedModels.completeVersion(model, lines::add)).isEqualTo(model.resolve("1"));
    assertThat(lines).singleElement().asString().contains("damaged", "the version before it");
  }

  @Test
  void allVersionsCanBeDamaged() throws IOException {
    Path model = folder.resolve("model");
    flip(model.resolve("1/saved_model.pb"));
    flip(model.resolve("2/saved_model.pb"));

    assertThatThrownBy(() -> SavedModels.completeVersion(model, lines::add))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("all 2 versions are damaged");
  }

  @Test
  void whatAKilledExportLeftGoesWithTheNextAndWhatAnotherWritesStays() throws IOException {
    Path model = folder.resolve("model");
    Path dead = Files.createDirectories(model.resolve(".exporting-dead"));
    Files.writeString(dead.resolve(".lock"), "");
    Path alive = Files.createDirectories(model.resolve(".exporting-alive"));
    try (var lock = org.glyphnet.files.HeldLock.take(alive.resolve(".lock")).orElseThrow()) {
      assertThat(run.export(model)).isEqualTo(model.resolve("3"));
      assertThat(dead).doesNotExist();
      assertThat(alive).exists();
      assertThat(lock).isNotNull();
    }
    assertThat(TrainedRun.names(model.resolve("3")))
        .containsExactly("assets.extra", "saved_model.pb", "variables");
  }

  @Test
  void anEqualVersionIsNotExportedTwice() throws IOException {
    Path model = folder.resolve("model");

    assertThat(
            SavedModelExporter.exportUnlessThere(
                model,
                run.net(),
                run.session(),
                Fixtures.SETTINGS,
                ModelNotes.of(TrainedRun.DATASET.classNames())))
        .isEqualTo(model.resolve("2"));
    assertThat(TrainedRun.names(model)).containsExactly("1", "2");
  }
}
