package org.glyphnet.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.glyphnet.data.DataException;
import org.glyphnet.network.ConvNet;
import org.glyphnet.training.Fixtures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Session;

class SavedFileTest {
  @TempDir static Path saved;
  private static Path checkpoints;
  private static Path model;

  @TempDir Path folder;

  @BeforeAll
  static void saveBothWays() throws IOException {
    checkpoints = Files.createDirectory(saved.resolve("checkpoints"));
    model = saved.resolve("model");
    try (ConvNet net = Fixtures.net(1);
        Session session = new Session(net.graph(), Fixtures.SETTINGS.toConfig())) {
      session.initialize();
      new Checkpoints(checkpoints, net, 1).saveFinal(session);
      SavedModelExporter.export(model, net, session, Fixtures.SETTINGS, List.of("a", "b", "c"));
      SavedModelExporter.export(model, net, session, Fixtures.SETTINGS, List.of("a", "b", "c"));
    }
  }

  @Test
  void versionsFolderIsASavedModel() throws IOException {
    SavedFile file = SavedFile.open(model.resolve("1"));

    assertThat(file.kind()).isEqualTo("SavedModel");
    assertThat(file.path()).isEqualTo(model.resolve("1"));
    assertThat(file.metaGraphs())
        .extracting(meta -> meta.getMetaInfoDef().getTags(0))
        .containsExactly("train", "serve");
  }

  @Test
  void modelsFolderIsItsNewestVersion() throws IOException {
    assertThat(SavedFile.open(model).path()).isEqualTo(model.resolve("2"));
  }

  @Test
  void prefixIsACheckpoint() throws IOException {
    SavedFile file = SavedFile.open(checkpoints.resolve("classifier-final"));

    assertThat(file.kind()).isEqualTo("checkpoint");
    assertThat(file.path()).isEqualTo(checkpoints.resolve("classifier-final"));
    assertThat(file.metaGraphs()).hasSize(1);
    assertThat(file.metaGraphs().get(0).getCollectionDefMap()).containsKey("variables");
  }

  @Test
  void folderOfCheckpointsIsItsLatest() throws IOException {
    SavedFile file = SavedFile.open(checkpoints);

    assertThat(file.kind()).isEqualTo("checkpoint");
    assertThat(file.path()).isEqualTo(checkpoints.resolve("classifier-final"));
  }

  @Test
  void stateThatPythonWroteIsRead() throws IOException {
    Path meta = checkpoints.resolve("classifier-final.meta");
    Files.copy(meta, folder.resolve("odd \"name\"\\7.meta"));
    Files.writeString(
        folder.resolve("checkpoint"),
        """
        model_checkpoint_path: "odd \\"name\\"\\\\7"
        all_model_checkpoint_paths: "odd \\"name\\"\\\\7"
        all_model_checkpoint_timestamps: 1769860800.5
        last_preserved_timestamp: 1769860799.25
        """);

    assertThat(SavedFile.open(folder).path()).isEqualTo(folder.resolve("odd \"name\"\\7"));
  }

  @Test
  void nothingThereIsRefused() {
    assertRefused(folder.resolve("nothing"), "neither a SavedModel's folder nor a checkpoint");
  }

  @Test
  void emptyFolderIsRefused() {
    assertRefused(folder, "no SavedModel there");
  }

  @Test
  void rootOfTheFileSystemIsRefused() {
    assertRefused(folder.getRoot(), "no SavedModel there");
  }

  @Test
  void fileOfAnotherKindIsRefused() throws IOException {
    assertRefused(
        Files.writeString(folder.resolve("note.txt"), "text"),
        "neither a SavedModel's folder nor a checkpoint");
  }

  @Test
  void newestVersionWithoutAModelIsRefused() throws IOException {
    Files.createDirectory(folder.resolve("7"));

    assertRefused(folder, "saved_model.pb");
  }

  @Test
  void garbageInASavedModelIsRefused() throws IOException {
    Files.writeString(folder.resolve("saved_model.pb"), "not a model");

    assertRefused(folder, "not a SavedModel, or damaged");
  }

  @Test
  void garbageInAMetaGraphIsRefused() throws IOException {
    Files.writeString(folder.resolve("classifier-final.meta"), "not a graph");

    assertRefused(folder.resolve("classifier-final"), "not a MetaGraphDef, or damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage", "model_checkpoint_path: classifier-final", "\n\n"})
  void stateThatNamesNoLatestIsRefused(String content) throws IOException {
    Files.writeString(folder.resolve("checkpoint"), content);

    assertRefused(folder, "no checkpoint there");
  }

  @Test
  void stateThatIsNoTextIsRefused() throws IOException {
    Files.write(folder.resolve("checkpoint"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

    assertRefused(folder, "checkpoint");
  }

  @Test
  void stateThatNamesACheckpointThatIsGoneIsRefused() throws IOException {
    Files.writeString(folder.resolve("checkpoint"), "model_checkpoint_path: \"classifier-8\"\n");

    assertRefused(folder, "classifier-8.meta: not found");
  }

  private static void assertRefused(Path path, String reason) {
    assertThatThrownBy(() -> SavedFile.open(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(reason)
        .message()
        .hasLineCount(1);
  }
}
