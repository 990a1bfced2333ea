package org.glyphnet.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.glyphnet.data.DataException;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.GraphVariables;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.training.Evaluation;
import org.glyphnet.training.Fixtures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.SavedModel;

class ServingExportTest {
  @TempDir static Path folder;
  private static TrainedRun run;
  private static Path checkpoint;
  private static Path version;

  @BeforeAll
  static void trainAndExport() throws IOException {
    run = TrainedRun.of(Files.createDirectory(folder.resolve("checkpoints")));
    checkpoint = run.saveFinal();
    Path record = Files.writeString(folder.resolve("run.json"), "{}");
    version =
        SavedModelExporter.exportForServing(
            folder.resolve("model"),
            new SavedModelExporter.Trained(
                Fixtures.spec(),
                checkpoint,
                ModelNotes.of(TrainedRun.DATASET.classNames()),
                List.of(record)),
            Fixtures.SETTINGS);
  }

  @AfterAll
  static void free() {
    run.close();
  }

  @Test
  void holdsTheServingGraphAlone() throws IOException {
    SavedModel saved = SavedModel.parseFrom(Files.readAllBytes(version.resolve("saved_model.pb")));

    assertThat(saved.getMetaGraphsList())
        .extracting(meta -> List.copyOf(meta.getMetaInfoDef().getTagsList()))
        .containsExactly(List.of("serve"));
  }

  @Test
  void holdsTheServingGraphsVariablesAlone() throws IOException {
    var table = TableFile.read(version.resolve("variables/variables.index"));
    table.remove("");
    List<String> expected;
    try (ConvNet serving = ConvNet.forServing(Fixtures.spec())) {
      expected = serving.variables().stream().map(GraphVariables.Entry::name).toList();
    }

    assertThat(table.keySet()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void scoresEveryImageToTheBitAsTheTrainedNetwork() throws IOException {
    int[] images = IntStream.range(0, TrainedRun.DATASET.count()).toArray();
    Evaluation trained = Evaluation.of(run.session(), TrainedRun.DATASET, images);
    Evaluation served;
    try (RestoredModel model =
        RestoredModel.fromSavedModel(version, Signatures.SERVE_TAG, Fixtures.SETTINGS)) {
      served = Evaluation.ofServing(model.session(), TrainedRun.DATASET, images, done -> {});
    }

    assertThat(served.scoresSha256()).isEqualTo(trained.scoresSha256());
    assertThat(served.accuracy()).isEqualTo(trained.accuracy());
  }

  @Test
  void tellsHowItWasTrained() throws IOException {
    assertThat(TrainedRun.names(version.resolve("assets.extra")))
        .containsExactly("labels.txt", "run.json", "sha256.txt", "tf_serving_warmup_requests");
  }

  @Test
  void checkpointOfAnotherNetworkIsRefusedAndNothingIsLeft() throws IOException {
    NetworkSpec other = Fixtures.spec().withSizes(3, 4, 7);
    Path model = folder.resolve("other");

    assertThatThrownBy(
            () ->
                SavedModelExporter.exportForServing(
                    model,
                    new SavedModelExporter.Trained(
                        other,
                        checkpoint,
                        ModelNotes.of(TrainedRun.DATASET.classNames()),
                        List.of()),
                    Fixtures.SETTINGS))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(checkpoint + ": cannot be restored into the run's network: ");
    assertThat(TrainedRun.names(model)).isEmpty();
  }
}
