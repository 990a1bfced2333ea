package org.glyphnet.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.glyphnet.data.DataException;
import org.glyphnet.network.SessionSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** A saved graph is a program: what it would do to the machine is looked at before it is run. */
class UnsafeOperationsTest {
  @TempDir static Path folder;
  private static Path version;
  private static Path checkpoint;

  @BeforeAll
  static void train() throws IOException {
    try (TrainedRun run = TrainedRun.of(Files.createDirectories(folder.resolve("checkpoints")))) {
      checkpoint = run.saveFinal();
      version = run.export(folder.resolve("model"));
    }
  }

  @Test
  void graphsOfThisProgramReachNothing() throws IOException {
    for (Path saved : new Path[] {version, checkpoint}) {
      for (MetaGraphDef meta : SavedFile.open(saved).metaGraphs()) {
        assertThat(UnsafeOperations.in(meta)).isEmpty();
      }
    }
  }

  @Test
  void aGraphThatWritesAFileIsNotRunUnlessItIsTrusted() throws IOException {
    Path written = folder.resolve("written");
    Path evil = EvilModel.write(folder.resolve("evil"), written);

    assertThatThrownBy(
            () -> RestoredModel.fromSavedModel(evil, Signatures.SERVE_TAG, new SessionSettings(1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("reaches files, the network or Python (WriteFile)")
        .hasMessageContaining("not run unless you trust it");
    assertThat(written).doesNotExist();

    try (RestoredModel trusted =
        RestoredModel.fromSavedModel(evil, Signatures.SERVE_TAG, new SessionSettings(1, true))) {
      trusted.session().runner().addTarget("write").run().close();
    }
    assertThat(written).hasContent("hello");
  }

  @Test
  void aSaverThatAnAnswerDependsOnCounts() throws IOException {
    MetaGraphDef meta = SavedFile.open(checkpoint).metaGraphs().get(0);
    String saving =
        meta.getGraphDef().getNodeList().stream()
            .filter(node -> node.getOp().equals("SaveV2"))
            .findFirst()
            .orElseThrow()
            .getName();
    MetaGraphDef asking =
        meta.toBuilder()
            .putSignatureDef(
                "ask",
                SignatureDef.newBuilder()
                    .putOutputs("out", TensorInfo.newBuilder().setName(saving + ":0").build())
                    .build())
            .build();

    assertThat(UnsafeOperations.in(asking)).containsExactly("SaveV2");
  }
}
