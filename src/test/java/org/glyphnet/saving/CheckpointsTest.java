package org.glyphnet.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.glyphnet.data.DataException;
import org.glyphnet.network.GraphVariables;
import org.glyphnet.training.Fixtures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.Restore;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.VariableDef;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

class CheckpointsTest {
  private static final Pattern STATE_LINE = Pattern.compile("([a-z_]+): \"([^\"]*)\"");

  @TempDir static Path folder;
  private static TrainedRun run;
  private static Path finalPrefix;
  private static List<String> stateAfterEpochs;

  @BeforeAll
  static void trainFourEpochsAndKeepTwo() throws IOException {
    run = TrainedRun.of(folder, 4, 2, 1);
    stateAfterEpochs = Files.readAllLines(folder.resolve("checkpoint"));
    finalPrefix = run.saveFinal();
  }

  @AfterAll
  static void free() {
    run.close();
  }

  @Test
  void untrainedNetworkIsNotSaved() {
    assertThat(run.filesAfterEpoch().get(0)).isEmpty();
  }

  @Test
  void everyEpochLeavesItsThreeFilesAndTheNewestAreKept() {
    assertThat(run.filesAfterEpoch().get(1)).containsExactlyInAnyOrderElementsOf(files(0));
    assertThat(run.filesAfterEpoch().get(2)).containsExactlyInAnyOrderElementsOf(files(0, 1));
    assertThat(run.filesAfterEpoch().get(3)).containsExactlyInAnyOrderElementsOf(files(1, 2));
    assertThat(run.filesAfterEpoch().get(4)).containsExactlyInAnyOrderElementsOf(files(2, 3));
  }

  @Test
  void finalCheckpointStandsBesideTheNewestEpochs() throws IOException {
    List<String> expected = new ArrayList<>(files(2, 3));
    for (String suffix : List.of(".index", ".data-00000-of-00001", ".meta", ".progress")) {
      expected.add("classifier-final" + suffix);
    }

    assertThat(finalPrefix).isEqualTo(folder.resolve("classifier-final"));
    assertThat(TrainedRun.names(folder)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void stateNamesTheLatestEpochAndAllThatAreKeptRelativeToTheFolder() {
    assertThat(state(stateAfterEpochs))
        .containsExactly(
            "model_checkpoint_path=classifier-3",
            "all_model_checkpoint_paths=classifier-2",
            "all_model_checkpoint_paths=classifier-3");
  }

  @Test
  void stateNamesTheFinalCheckpointLast() throws IOException {
    assertThat(state(Files.readAllLines(folder.resolve("checkpoint"))))
        .containsExactly(
            "model_checkpoint_path=classifier-final",
            "all_model_checkpoint_paths=classifier-2",
            "all_model_checkpoint_paths=classifier-3",
            "all_model_checkpoint_paths=classifier-final");
  }

  @Test
  void latestIsTheOneThatTheStateNames() throws IOException {
    assertThat(Checkpoints.latest(folder)).isEqualTo(finalPrefix);
  }

  @Test
  void latestOfAFolderWithoutCheckpointsIsRefused(@TempDir Path empty) {
    assertThatThrownBy(() -> Checkpoints.latest(empty))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no checkpoint there")
        .message()
        .hasLineCount(1);
  }

  @Test
  void keepingNoneIsRefused() {
    assertThatThrownBy(() -> new Checkpoints(folder, run.net(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1, found 0");
  }

  @Test
  void leftoversOfAKilledSaveAreCleared(@TempDir Path other) throws IOException {
    Files.createDirectories(other.resolve(".saving"));
    Files.writeString(other.resolve(".saving/classifier-0.index"), "half");

    new Checkpoints(other, run.net(), 1).saveFinal(run.session());

    assertThat(TrainedRun.names(other))
        .containsExactly(
            "checkpoint",
            "classifier-final.data-00000-of-00001",
            "classifier-final.index",
            "classifier-final.meta",
            "classifier-final.progress");
  }

  @Test
  void failedSaveLeavesTheStateAsItWas(@TempDir Path other) throws IOException {
    Checkpoints checkpoints = new Checkpoints(other, run.net(), 1);
    checkpoints.saveFinal(run.session());
    String before = Files.readString(other.resolve("checkpoint"));
    // A folder in the file's place: the last move fails.
    Files.delete(other.resolve("classifier-final.index"));
    Files.createDirectories(other.resolve("classifier-final.index/in-the-way"));

    assertThatThrownBy(() -> checkpoints.saveFinal(run.session())).isInstanceOf(IOException.class);

    assertThat(other.resolve("checkpoint")).hasContent(before);
  }

  @Test
  void metaNamesASaverThatIsInItsGraph() throws IOException {
    MetaGraphDef meta = meta(finalPrefix);
    Set<String> nodes = nodes(meta);
    SaverDef saver = meta.getSaverDef();

    assertThat(saver.getVersion()).isEqualTo(SaverDef.CheckpointFormatVersion.V2);
    assertThat(saver.getMaxToKeep()).isEqualTo(2);
    assertThat(saver.getSaveTensorName()).endsWith(":0");
    assertThat(saver.getFilenameTensorName()).endsWith(":0");
    assertThat(nodes)
        .contains(
            operation(saver.getSaveTensorName()),
            operation(saver.getFilenameTensorName()),
            saver.getRestoreOpName());
  }

  @Test
  void saverSavesUnderTheFileNameThatIsFed(@TempDir Path other) throws IOException {
    MetaGraphDef meta = meta(finalPrefix);
    Path prefix = other.resolve("again");
    try (TString name = TString.scalarOf(prefix.toString());
        Result result =
            run.session()
                .runner()
                .feed(meta.getSaverDef().getFilenameTensorName(), name)
                .fetch(meta.getSaverDef().getSaveTensorName())
                .run()) {
      assertThat(((TString) result.get(0)).getObject()).isEqualTo(prefix.toString());
    }
    assertThat(other.resolve("again.data-00000-of-00001"))
        .hasSameBinaryContentAs(folder.resolve("classifier-final.data-00000-of-00001"));
  }

  @Test
  void collectionOfVariablesDescribesEachOfThemWithNamesOfTheGraph() throws IOException {
    MetaGraphDef meta = meta(finalPrefix);
    Set<String> nodes = nodes(meta);

    List<VariableDef> variables = collection(meta, "variables");

    assertThat(variables)
        .extracting(VariableDef::getVariableName)
        .containsExactlyElementsOf(
            run.net().variables().stream().map(variable -> variable.name() + ":0").toList());
    assertThat(variables)
        .allSatisfy(
            variable -> {
              assertThat(variable.getVariableName()).endsWith(":0");
              assertThat(variable.getSnapshotName()).endsWith(":0");
              assertThat(nodes)
                  .contains(
                      operation(variable.getVariableName()),
                      operation(variable.getSnapshotName()),
                      variable.getInitializerName());
            });
  }

  @Test
  void collectionOfTrainableVariablesIsKernelsBiasesGammasAndBetas() throws IOException {
    assertThat(collection(meta(finalPrefix), "trainable_variables"))
        .allMatch(VariableDef::getTrainable)
        .extracting(VariableDef::getVariableName)
        .containsExactly(
            "Conv2d_Layer1/kernel:0",
            "Conv2d_Layer1/bias:0",
            "Conv2d_Layer2/kernel:0",
            "Conv2d_Layer2/bias:0",
            "DenseLayer3/kernel:0",
            "DenseLayer3/bias:0",
            "BatchNorm_Layer3/gamma:0",
            "BatchNorm_Layer3/beta:0",
            "DenseLayer4/kernel:0",
            "DenseLayer4/bias:0",
            "BatchNorm_Layer4/gamma:0",
            "BatchNorm_Layer4/beta:0");
  }

  @Test
  void metaListsEveryOperationOfItsGraph() throws IOException {
    MetaGraphDef meta = meta(finalPrefix);

    assertThat(
            meta.getMetaInfoDef().getStrippedOpList().getOpList().stream()
                .map(op -> op.getName())
                .collect(Collectors.toSet()))
        .isEqualTo(
            meta.getGraphDef().getNodeList().stream()
                .map(NodeDef::getOp)
                .collect(Collectors.toSet()));
  }

  @Test
  void indexIsATableOfExactlyTheVariables() throws IOException {
    Map<String, byte[]> table = TableFile.read(folder.resolve("classifier-final.index"));

    BundleHeaderProto header = BundleHeaderProto.parseFrom(table.get(""));
    assertThat(header.getNumShards()).isEqualTo(1);
    Set<String> names =
        run.net().variables().stream()
            .map(GraphVariables.Entry::name)
            .collect(Collectors.toCollection(HashSet::new));
    names.add("");
    assertThat(table.keySet()).isEqualTo(names);
  }

  @Test
  void dataFileHoldsTheTrainedBitsWhereTheIndexSays() throws IOException {
    Map<String, List<Integer>> saved = new HashMap<>();
    ByteBuffer data =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("classifier-final.data-00000-of-00001")))
            .order(ByteOrder.LITTLE_ENDIAN);
    Map<String, byte[]> table = TableFile.read(folder.resolve("classifier-final.index"));
    table.remove("");
    for (Map.Entry<String, byte[]> variable : table.entrySet()) {
      BundleEntryProto place = BundleEntryProto.parseFrom(variable.getValue());
      saved.put(
          variable.getKey(),
          IntStream.range(0, Math.toIntExact(place.getSize() / 4))
              .mapToObj(i -> data.getInt(Math.toIntExact(place.getOffset()) + 4 * i))
              .toList());
    }

    assertThat(saved).isEqualTo(Fixtures.bits(run.net(), run.session()));
  }

  @Test
  void restoreOperationReadsTheTrainedBits() {
    List<GraphVariables.Entry<?>> variables = run.net().variables();
    Map<String, List<Integer>> restored = new HashMap<>();
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      List<Class<? extends TType>> types = new ArrayList<>();
      variables.forEach(variable -> types.add(variable.ref().asOutput().type()));
      String[] names = variables.stream().map(GraphVariables.Entry::name).toArray(String[]::new);
      String[] whole = new String[names.length];
      Arrays.fill(whole, "");
      Restore restore =
          tf.train.restore(
              tf.constant(finalPrefix.toString()),
              tf.constant(NdArrays.vectorOfObjects(names)),
              tf.constant(NdArrays.vectorOfObjects(whole)),
              types);
      try (Session session = new Session(graph)) {
        Session.Runner runner = session.runner();
        for (Output<?> tensor : restore.tensors()) {
          runner.fetch(tensor);
        }
        try (Result result = runner.run()) {
          for (int i = 0; i < names.length; i++) {
            restored.put(names[i], Fixtures.bits(result.get(i)));
          }
        }
      }
    }

    assertThat(restored).isEqualTo(Fixtures.bits(run.net(), run.session()));
  }

  @Test
  void sameSeedEndsInTheSameBytesAndAnotherDoesNot(@TempDir Path other) throws IOException {
    Path same = Files.createDirectories(other.resolve("same"));
    Path different = Files.createDirectories(other.resolve("different"));
    try (TrainedRun again = TrainedRun.of(same, 4, 2, 1);
        TrainedRun another = TrainedRun.of(different, 4, 2, 2)) {
      again.saveFinal();
      another.saveFinal();
    }

    for (String file : List.of("classifier-final.index", "classifier-final.data-00000-of-00001")) {
      assertThat(same.resolve(file)).hasSameBinaryContentAs(folder.resolve(file));
    }
    assertThat(Files.readAllBytes(different.resolve("classifier-final.data-00000-of-00001")))
        .isNotEqualTo(Files.readAllBytes(folder.resolve("classifier-final.data-00000-of-00001")));
  }

  @Test
  void epochsCheckpointIsTheOneOfThatEpoch() throws IOException {
    assertThat(folder.resolve("classifier-3.data-00000-of-00001"))
        .hasSameBinaryContentAs(folder.resolve("classifier-final.data-00000-of-00001"));
    assertThat(Files.readAllBytes(folder.resolve("classifier-2.data-00000-of-00001")))
        .isNotEqualTo(Files.readAllBytes(folder.resolve("classifier-3.data-00000-of-00001")));
  }

  private static List<String> files(int... epochs) {
    List<String> files = new ArrayList<>(List.of("checkpoint"));
    for (int epoch : epochs) {
      for (String suffix : List.of("index", "data-00000-of-00001", "meta", "progress")) {
        files.add("classifier-" + epoch + "." + suffix);
      }
    }
    return files;
  }

  private static List<String> state(List<String> lines) {
    return lines.stream()
        .map(STATE_LINE::matcher)
        .peek(matcher -> assertThat(matcher.matches()).isTrue())
        .map(matcher -> matcher.group(1) + "=" + matcher.group(2))
        .toList();
  }

  private static MetaGraphDef meta(Path prefix) throws IOException {
    return MetaGraphDef.parseFrom(Files.readAllBytes(Path.of(prefix + ".meta")));
  }

  private static Set<String> nodes(MetaGraphDef meta) {
    return meta.getGraphDef().getNodeList().stream()
        .map(NodeDef::getName)
        .collect(Collectors.toSet());
  }

  private static String operation(String tensor) {
    return tensor.replaceFirst(":0$", "");
  }

  private static List<VariableDef> collection(MetaGraphDef meta, String name) throws IOException {
    List<VariableDef> variables = new ArrayList<>();
    for (ByteString bytes : meta.getCollectionDefOrThrow(name).getBytesList().getValueList()) {
      variables.add(VariableDef.parseFrom(bytes));
    }
    return variables;
  }
}
