package org.glyphnet.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.glyphnet.data.DataException;
import org.glyphnet.network.ConvNet;
import org.glyphnet.training.Evaluation;
import org.glyphnet.training.Fixtures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class RestoredModelTest {
  private static final List<String> SUFFIXES = List.of(".index", ".data-00000-of-00001", ".meta");

  @TempDir static Path original;
  private static Path savedCheckpoint;
  private static Path savedVersion;
  private static RestoreCheck.Parts trained;
  private static RestoreCheck.Parts tampered;
  private static Path tamperedCheckpoint;
  private static Path tamperedVersion;

  @TempDir Path folder;
  private Path checkpoint;
  private Path version;

  @BeforeAll
  static void trainSaveTamperAndSaveAgain() throws IOException {
    Path elsewhere = Files.createDirectories(original.resolve("tampered"));
    try (TrainedRun run = TrainedRun.of(original)) {
      savedCheckpoint = run.saveFinal();
      savedVersion = run.export(original.resolve("model"));
      trained = run.evaluate();

      flip(run, "DenseLayer4/kernel");
      tamperedCheckpoint = new Checkpoints(elsewhere, run.net(), 1).saveFinal(run.session());
      tamperedVersion = run.export(original.resolve("model"));
      tampered = run.evaluate();
    }
  }

  @AfterAll
  static void forget() {
    trained = null;
    tampered = null;
  }

  @BeforeEach
  void copyToDamage() throws IOException {
    checkpoint = folder.resolve("classifier-final");
    for (String suffix : SUFFIXES) {
      Files.copy(Path.of(savedCheckpoint + suffix), file(suffix));
    }
    version = folder.resolve("1");
    try (var files = Files.walk(savedVersion)) {
      for (Path file : files.toList()) {
        Files.copy(file, version.resolve(savedVersion.relativize(file)));
      }
    }
  }

  @Test
  void restoredCheckpointPredictsEveryImageAsTrained() throws IOException {
    RestoreCheck.Parts restored = evaluateCheckpoint(checkpoint);

    assertThat(RestoreCheck.compare(trained, restored).holds()).isTrue();
    assertThat(RestoreCheck.compare(trained, restored).scoresEqual()).isTrue();
    assertEqual(restored.train(), trained.train());
    assertEqual(restored.test(), trained.test());
  }

  @Test
  void restoredSavedModelPredictsEveryImageAsTrained() throws IOException {
    RestoreCheck.Parts restored = evaluateVersion(version);

    assertThat(RestoreCheck.compare(trained, restored).holds()).isTrue();
    assertThat(RestoreCheck.compare(trained, restored).scoresEqual()).isTrue();
    assertEqual(restored.train(), trained.train());
    assertEqual(restored.test(), trained.test());
  }

  @Test
  void tamperedWeightIsFoundInTheCheckpoint() throws IOException {
    RestoreCheck.Parts restored = evaluateCheckpoint(tamperedCheckpoint);

    assertThat(RestoreCheck.compare(trained, restored).holds()).isFalse();
    assertThat(RestoreCheck.compare(trained, restored).scoresEqual()).isFalse();
    assertThat(RestoreCheck.compare(tampered, restored).holds()).isTrue();
  }

  @Test
  void tamperedWeightIsFoundInTheSavedModel() throws IOException {
    RestoreCheck.Parts restored = evaluateVersion(tamperedVersion);

    assertThat(RestoreCheck.compare(trained, restored).holds()).isFalse();
    assertThat(RestoreCheck.compare(tampered, restored).holds()).isTrue();
  }

  @Test
  void closingOneRestoredModelLeavesAnotherOpen() throws IOException {
    try (RestoredModel stays = RestoredModel.fromCheckpoint(checkpoint, Fixtures.SETTINGS)) {
      try (RestoredModel goes = RestoredModel.fromCheckpoint(checkpoint, Fixtures.SETTINGS)) {
        assertThat(goes.session()).isNotSameAs(stays.session());
      }

      assertEqual(TrainedRun.evaluate(stays.session()).test(), trained.test());
    }
  }

  @Test
  void restoredModelTellsItsMetaGraph() throws IOException {
    try (RestoredModel fromCheckpoint =
            RestoredModel.fromCheckpoint(checkpoint, Fixtures.SETTINGS);
        RestoredModel serving = RestoredModel.fromSavedModel(version, "serve", Fixtures.SETTINGS)) {
      assertThat(fromCheckpoint.metaGraph().getCollectionDefMap())
          .containsKeys("variables", "trainable_variables");
      assertThat(serving.metaGraph().getSignatureDefMap()).containsKey("serving_default");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".index", ".data-00000-of-00001", ".meta"})
  void checkpointWithoutOneOfItsFilesIsRefused(String suffix) throws IOException {
    Files.delete(file(suffix));

    assertCheckpointRefused();
  }

  @ParameterizedTest
  @ValueSource(strings = {".index", ".data-00000-of-00001", ".meta"})
  void checkpointWithAnEmptyFileIsRefused(String suffix) throws IOException {
    Files.write(file(suffix), new byte[0]);

    assertCheckpointRefused();
  }

  @ParameterizedTest
  @ValueSource(strings = {".index", ".data-00000-of-00001", ".meta"})
  void checkpointWithGarbageInAFileIsRefused(String suffix) throws IOException {
    Files.writeString(file(suffix), "this is not what was saved\n".repeat(200));

    assertCheckpointRefused();
  }

  @ParameterizedTest
  @ValueSource(strings = {".index", ".data-00000-of-00001", ".meta"})
  void checkpointWithATruncatedFileIsRefused(String suffix) throws IOException {
    byte[] whole = Files.readAllBytes(file(suffix));
    for (int cut : new int[] {1, 2, 3, 5}) {
      Files.write(file(suffix), Arrays.copyOf(whole, whole.length - whole.length * cut / 6 - 1));

      assertCheckpointRefused();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".index", ".data-00000-of-00001"})
  void checkpointWithAFlippedBitIsRefused(String suffix) throws IOException {
    byte[] bytes = Files.readAllBytes(file(suffix));
    bytes[bytes.length / 3] ^= 4;
    Files.write(file(suffix), bytes);

    assertCheckpointRefused();
  }

  @Test
  void graphOfAnotherNetworkOverTheVariablesIsRefused() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    try (ConvNet net = ConvNet.forTraining(Fixtures.spec().withSizes(2, 5, 7), Fixtures.FAST, 1);
        Session session = new Session(net.graph(), Fixtures.SETTINGS.toConfig())) {
      session.initialize();
      new Checkpoints(other, net, 1).saveFinal(session);
    }
    Files.delete(file(".meta"));
    Files.copy(other.resolve("classifier-final.meta"), file(".meta"));

    assertCheckpointRefused();
  }

  @Test
  void graphWithoutASaverIsRefused() throws IOException {
    var meta =
        GraphFiles.ofCheckpoint(new CheckpointPath(checkpoint)).toBuilder().clearSaverDef().build();
    Files.write(file(".meta"), meta.toByteArray());

    assertCheckpointRefused();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "saved_model.pb",
        "variables/variables.index",
        "variables/variables.data-00000-of-00001"
      })
  void savedModelWithoutOneOfItsFilesIsRefused(String name) throws IOException {
    Files.delete(version.resolve(name));

    assertVersionRefused("train");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "saved_model.pb",
        "variables/variables.index",
        "variables/variables.data-00000-of-00001"
      })
  void savedModelWithAnEmptyFileIsRefused(String name) throws IOException {
    Files.write(version.resolve(name), new byte[0]);

    assertVersionRefused("train");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "saved_model.pb",
        "variables/variables.index",
        "variables/variables.data-00000-of-00001"
      })
  void savedModelWithGarbageInAFileIsRefused(String name) throws IOException {
    Files.writeString(version.resolve(name), "this is not what was saved\n".repeat(200));

    assertVersionRefused("serve");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "saved_model.pb",
        "variables/variables.index",
        "variables/variables.data-00000-of-00001"
      })
  void savedModelWithATruncatedFileIsRefused(String name) throws IOException {
    byte[] whole = Files.readAllBytes(version.resolve(name));
    Files.write(version.resolve(name), Arrays.copyOf(whole, whole.length / 2));

    assertVersionRefused("train");
  }

  @Test
  void unknownTagIsRefusedAndNamed() {
    assertThatThrownBy(
            () -> RestoredModel.fromSavedModel(version, "gpu", Fixtures.SETTINGS).close())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot be loaded with tag 'gpu'")
        .message()
        .hasLineCount(1);
  }

  @Test
  void folderThatIsNotThereIsRefused() {
    version = folder.resolve("nothing");

    assertVersionRefused("train");
  }

  private Path file(String suffix) {
    return Path.of(checkpoint + suffix);
  }

  private void assertCheckpointRefused() {
    assertThatThrownBy(() -> RestoredModel.fromCheckpoint(checkpoint, Fixtures.SETTINGS).close())
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(checkpoint.toString())
        .message()
        .hasLineCount(1);
  }

  private void assertVersionRefused(String tag) {
    assertThatThrownBy(() -> RestoredModel.fromSavedModel(version, tag, Fixtures.SETTINGS).close())
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(version.toString())
        .message()
        .hasLineCount(1);
  }

  private static RestoreCheck.Parts evaluateCheckpoint(Path prefix) throws IOException {
    try (RestoredModel model = RestoredModel.fromCheckpoint(prefix, Fixtures.SETTINGS)) {
      return TrainedRun.evaluate(model.session());
    }
  }

  private static RestoreCheck.Parts evaluateVersion(Path version) throws IOException {
    try (RestoredModel model = RestoredModel.fromSavedModel(version, "train", Fixtures.SETTINGS)) {
      return TrainedRun.evaluate(model.session());
    }
  }

  private static void assertEqual(Evaluation actual, Evaluation expected) {
    assertThat(actual.accuracy()).isEqualTo(expected.accuracy());
    assertThat(actual.cost()).isEqualTo(expected.cost());
    assertThat(actual.predictions()).isEqualTo(expected.predictions());
    assertThat(actual.scoresSha256()).isEqualTo(expected.scoresSha256());
  }

  /** Changes the sign of every element. */
  private static void flip(TrainedRun run, String variable) {
    Ops tf = Ops.create(run.net().graph());
    var reference = run.net().graph().outputOrThrow(variable).expect(TFloat32.class);
    var value = run.net().graph().outputOrThrow(variable + "/read").expect(TFloat32.class);
    run.session().run(tf.assign(reference, tf.math.neg(value)));
  }
}
