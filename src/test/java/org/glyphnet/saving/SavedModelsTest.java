package org.glyphnet.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.glyphnet.data.DataException;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.GraphVariables;
import org.glyphnet.training.Fixtures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VariableDef;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

class SavedModelsTest {
  @TempDir static Path folder;
  private static TrainedRun run;
  private static Path model;
  private static Path version;
  private static SavedModel saved;

  @BeforeAll
  static void trainAndExportThreeTimes() throws IOException {
    run = TrainedRun.of(Files.createDirectory(folder.resolve("checkpoints")));
    model = folder.resolve("saved_models/bars");
    version = run.export(model);
    run.export(model);
    run.export(model);
    saved = SavedModel.parseFrom(Files.readAllBytes(version.resolve("saved_model.pb")));
  }

  @AfterAll
  static void free() {
    run.close();
  }

  @Test
  void versionsCountFromOneAndNothingElseIsLeft() throws IOException {
    assertThat(version).isEqualTo(model.resolve("1"));
    assertThat(TrainedRun.names(model)).containsExactly("1", "2", "3");
  }

  @Test
  void nextVersionIsAboveTheHighestThere(@TempDir Path other) throws IOException {
    Files.createDirectories(other.resolve("9"));
    Files.createDirectories(other.resolve("10"));

    assertThat(run.export(other)).isEqualTo(other.resolve("11"));
  }

  @Test
  void versionHasTheLayoutThatServingReads() throws IOException {
    assertThat(TrainedRun.names(version))
        .containsExactly("assets.extra", "saved_model.pb", "variables");
    assertThat(TrainedRun.names(version.resolve("variables")))
        .containsExactly("variables.data-00000-of-00001", "variables.index");
  }

  @Test
  void otherUsersCanOpenAVersion() throws IOException {
    assertThat(Files.getPosixFilePermissions(version))
        .contains(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE);
  }

  @Test
  void labelsAreTheClassNamesOneALine() throws IOException {
    assertThat(Files.readString(version.resolve("assets.extra/labels.txt")))
        .isEqualTo("horizontal\nvertical\ndiagonal\n");
  }

  @Test
  void oneFileHoldsAMetaGraphForTrainingAndOneForServing() {
    assertThat(saved.getSavedModelSchemaVersion()).isEqualTo(1);
    assertThat(saved.getMetaGraphsList())
        .extracting(meta -> List.copyOf(meta.getMetaInfoDef().getTagsList()))
        .containsExactly(List.of("train"), List.of("serve"));
  }

  @Test
  void variablesFileHoldsExactlyTheTrainedVariables() throws IOException {
    Map<String, byte[]> table = TableFile.read(version.resolve("variables/variables.index"));
    table.remove("");

    assertThat(table.keySet())
        .containsExactlyInAnyOrderElementsOf(
            run.net().variables().stream().map(GraphVariables.Entry::name).toList());
  }

  @Test
  void bundleWithTagTrainEvaluatesByTheBooksNames() {
    float expected;
    float accuracy;
    try (Batch batch = new Batch();
        SavedModelBundle bundle = SavedModelBundle.load(version.toString(), "train")) {
      expected = accuracy(run.session(), batch);
      accuracy = accuracy(bundle.session(), batch);
    }

    assertThat(accuracy).isEqualTo(expected);
  }

  @Test
  void bundleWithTagTrainGoesOnTrainingToTheSameBits() {
    Map<String, List<Integer>> afterStep;
    Map<String, List<Integer>> expected = new HashMap<>();
    try (Batch batch = new Batch();
        SavedModelBundle first = SavedModelBundle.load(version.toString(), "train");
        SavedModelBundle second = SavedModelBundle.load(version.toString(), "train")) {
      var before = Fixtures.bits(run.net(), first.session());
      step(first.session(), batch);
      step(second.session(), batch);
      afterStep = Fixtures.bits(run.net(), first.session());
      expected.putAll(Fixtures.bits(run.net(), second.session()));
      assertThat(before).isEqualTo(Fixtures.bits(run.net(), run.session()));
      assertThat(afterStep).isNotEqualTo(before);
    }

    assertThat(afterStep).isEqualTo(expected);
  }

  @Test
  void bundleWithTagServeAnswersToTheBitAsTheTrainedNetwork() {
    Map<String, List<Integer>> answers = new HashMap<>();
    try (Batch batch = new Batch();
        SavedModelBundle bundle = SavedModelBundle.load(version.toString(), "serve");
        Result result = bundle.function("serving_default").call(Map.of("image", batch.image))) {
      result.forEach(output -> answers.put(output.getKey(), Fixtures.bits(output.getValue())));

      assertThat(answers).isEqualTo(answersOfTheTrainedNetwork(batch));
    }
  }

  @Test
  void bundleWithBothTagsOrNoneOrAnotherDoesNotLoad() {
    String path = version.toString();

    assertThatThrownBy(() -> SavedModelBundle.load(path, "train", "serve").close())
        .isInstanceOf(TensorFlowException.class);
    assertThatThrownBy(() -> SavedModelBundle.load(path, "").close())
        .isInstanceOf(TensorFlowException.class);
    assertThatThrownBy(() -> SavedModelBundle.load(path, "gpu").close())
        .isInstanceOf(TensorFlowException.class);
  }

  @Test
  void servingSignatureTakesImagesAndGivesScoresProbabilitiesAndPrediction() {
    MetaGraphDef serve = saved.getMetaGraphs(1);

    assertThat(serve.getSignatureDefMap()).containsOnlyKeys("serving_default");
    SignatureDef signature = serve.getSignatureDefOrThrow("serving_default");
    assertThat(signature.getMethodName()).isEqualTo("tensorflow/serving/predict");
    assertThat(signature.getInputsMap()).containsOnlyKeys("image");
    assertThat(signature.getOutputsMap()).containsOnlyKeys("scores", "probabilities", "prediction");
    assertInfo(
        signature.getInputsOrThrow("image"),
        "image:0",
        DataType.DT_FLOAT,
        List.of(-1L, 8L, 8L, 1L));
    assertInfo(
        signature.getOutputsOrThrow("scores"), "scores:0", DataType.DT_FLOAT, List.of(-1L, 3L));
    assertInfo(
        signature.getOutputsOrThrow("probabilities"),
        "probabilities:0",
        DataType.DT_FLOAT,
        List.of(-1L, 3L));
    assertInfo(
        signature.getOutputsOrThrow("prediction"), "prediction:0", DataType.DT_INT64, List.of(-1L));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void signaturesCollectionsAndSaverNameWhatIsInTheirGraph(int index) throws IOException {
    MetaGraphDef meta = saved.getMetaGraphs(index);
    Set<String> nodes =
        meta.getGraphDef().getNodeList().stream().map(NodeDef::getName).collect(Collectors.toSet());

    assertThat(nodes)
        .contains(
            meta.getSaverDef().getRestoreOpName(),
            meta.getSaverDef().getSaveTensorName().replace(":0", ""),
            meta.getSaverDef().getFilenameTensorName().replace(":0", ""));
    for (SignatureDef signature : meta.getSignatureDefMap().values()) {
      assertThat(signature.getInputsMap().values())
          .allMatch(input -> nodes.contains(input.getName().replace(":0", "")));
      assertThat(signature.getOutputsMap().values())
          .allMatch(output -> nodes.contains(output.getName().replace(":0", "")));
    }
  }

  /** TensorFlow 1 looks all three up when it loads the graph, and gives up when one is missing. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void describedVariablesHaveTheirInitializersInTheirGraph(int index) throws IOException {
    MetaGraphDef meta = saved.getMetaGraphs(index);
    Set<String> nodes =
        meta.getGraphDef().getNodeList().stream().map(NodeDef::getName).collect(Collectors.toSet());

    for (CollectionDef collection : meta.getCollectionDefMap().values()) {
      for (ByteString bytes : collection.getBytesList().getValueList()) {
        VariableDef variable = VariableDef.parseFrom(bytes);
        assertThat(nodes)
            .contains(
                variable.getVariableName().replace(":0", ""),
                variable.getSnapshotName().replace(":0", ""),
                variable.getInitializerName());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void attributesThatHoldTheirDefaultAreLeftOut(int index) {
    MetaGraphDef meta = saved.getMetaGraphs(index);
    Map<String, AttrValue> defaults = new HashMap<>();
    for (OpDef op : TensorFlow.registeredOpList().getOpList()) {
      for (OpDef.AttrDef attribute : op.getAttrList()) {
        if (attribute.hasDefaultValue()) {
          defaults.put(op.getName() + "." + attribute.getName(), attribute.getDefaultValue());
        }
      }
    }

    assertThat(meta.getMetaInfoDef().getStrippedDefaultAttrs()).isTrue();
    assertThat(meta.getGraphDef().getNodeList())
        .isNotEmpty()
        .allSatisfy(
            node ->
                node.getAttrMap()
                    .forEach(
                        (name, value) ->
                            assertThat(value)
                                .as(node.getName() + ", " + name)
                                .isNotEqualTo(defaults.get(node.getOp() + "." + name))));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void attributesWithoutADefaultOrWithAnotherValueStay(int index) {
    Set<String> known =
        TensorFlow.registeredOpList().getOpList().stream()
            .flatMap(
                op ->
                    op.getAttrList().stream()
                        .filter(attribute -> !attribute.hasDefaultValue())
                        .map(attribute -> op.getName() + "." + attribute.getName()))
            .collect(Collectors.toSet());

    for (NodeDef node : saved.getMetaGraphs(index).getGraphDef().getNodeList()) {
      List<String> needed =
          known.stream()
              .filter(attribute -> attribute.startsWith(node.getOp() + "."))
              .map(attribute -> attribute.substring(attribute.indexOf('.') + 1))
              .toList();
      assertThat(node.getAttrMap().keySet()).as(node.getName()).containsAll(needed);
    }
  }

  /** TensorFlow 1.15 knows none of these. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void matrixProductsDoNotMentionTheirGradients(int index) {
    assertThat(saved.getMetaGraphs(index).getGraphDef().getNodeList())
        .filteredOn(node -> node.getOp().equals("MatMul"))
        .isNotEmpty()
        .allMatch(node -> !node.containsAttr("grad_a") && !node.containsAttr("grad_b"));
  }

  @Test
  void graphForTrainingHasTheTrainingStep() {
    assertThat(saved.getMetaGraphs(0).getGraphDef().getNodeList())
        .extracting(NodeDef::getOp)
        .contains("ApplyAdam");
  }

  @Test
  void graphForServingHasNothingOfTraining() {
    List<NodeDef> nodes = saved.getMetaGraphs(1).getGraphDef().getNodeList();

    assertThat(nodes)
        .extracting(NodeDef::getOp)
        .doesNotContain("ApplyAdam", "AssignAdd", "StatelessRandomUniform", "Select");
    assertThat(nodes)
        .extracting(NodeDef::getName)
        .noneMatch(name -> name.contains("gradient"))
        .noneMatch(name -> name.contains("Adam"))
        .noneMatch(name -> name.contains("beta1_power"))
        .doesNotContain("label", "is_training", "cost", "accuracy", "global_step");
    assertThat(nodes)
        .filteredOn(node -> node.getOp().equals("VariableV2"))
        .extracting(NodeDef::getName)
        .containsExactlyInAnyOrder(
            "Conv2d_Layer1/kernel",
            "Conv2d_Layer1/bias",
            "Conv2d_Layer2/kernel",
            "Conv2d_Layer2/bias",
            "DenseLayer3/kernel",
            "DenseLayer3/bias",
            "BatchNorm_Layer3/gamma",
            "BatchNorm_Layer3/beta",
            "BatchNorm_Layer3/moving_mean",
            "BatchNorm_Layer3/moving_variance",
            "DenseLayer4/kernel",
            "DenseLayer4/bias",
            "BatchNorm_Layer4/gamma",
            "BatchNorm_Layer4/beta",
            "BatchNorm_Layer4/moving_mean",
            "BatchNorm_Layer4/moving_variance");
  }

  @Test
  void failingExportLeavesEarlierVersionsAsTheyAreAndNothingHalf(@TempDir Path other)
      throws IOException {
    Path earlier = run.export(other);
    try (ConvNet untrained = Fixtures.net(9)) {
      Session closed = new Session(untrained.graph(), Fixtures.SETTINGS.toConfig());
      closed.close();

      assertThatThrownBy(
              () ->
                  SavedModelExporter.export(
                      other, untrained, closed, Fixtures.SETTINGS, List.of("a", "b", "c")))
          .isInstanceOf(RuntimeException.class);
    }

    assertThat(TrainedRun.names(other)).containsExactly("1");
    try (SavedModelBundle bundle = SavedModelBundle.load(earlier.toString(), "serve")) {
      assertThat(bundle.metaGraphDef().getSignatureDefMap()).containsKey("serving_default");
    }
  }

  @Test
  void fileInTheModelsPlaceIsLeftAsItIs(@TempDir Path other) throws IOException {
    Path file = Files.writeString(other.resolve("bars"), "mine");

    assertThatThrownBy(() -> run.export(file)).isInstanceOf(IOException.class);

    assertThat(file).hasContent("mine");
    assertThat(TrainedRun.names(other)).containsExactly("bars");
  }

  @Test
  void newestVersionIsTheHighestNumber(@TempDir Path other) throws IOException {
    for (String name : List.of("2", "9", "10", "abc", "11x", "-12", "1.5", ".exporting-99")) {
      Files.createDirectory(other.resolve(name));
    }
    Files.writeString(other.resolve("99"), "a file");

    assertThat(SavedModels.version(other)).isEqualTo(other.resolve("10"));
  }

  @Test
  void versionWithLeadingZerosIsFoundUnderItsOwnName(@TempDir Path other) throws IOException {
    Files.createDirectory(other.resolve("6"));
    Files.createDirectory(other.resolve("00000007"));

    assertThat(SavedModels.version(other)).isEqualTo(other.resolve("00000007"));
  }

  @Test
  void versionCanBeATimeInNanoseconds(@TempDir Path other) throws IOException {
    Files.createDirectory(other.resolve("1769860800000000000"));
    Files.createDirectory(other.resolve("99999999999999999999999"));

    assertThat(SavedModels.version(other)).isEqualTo(other.resolve("1769860800000000000"));
  }

  @Test
  void modelWithoutVersionsIsRefused(@TempDir Path other) throws IOException {
    Files.createDirectory(other.resolve("abc"));

    for (Path path : List.of(other, other.resolve("nothing"))) {
      assertThatThrownBy(() -> SavedModels.version(path))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(path + ": no SavedModel there")
          .message()
          .hasLineCount(1);
    }
  }

  private static void assertInfo(
      TensorInfo info, String name, DataType type, List<Long> dimensions) {
    assertThat(info.getName()).isEqualTo(name);
    assertThat(info.getDtype()).isEqualTo(type);
    assertThat(info.getTensorShape().getDimList())
        .extracting(TensorShapeProto.Dim::getSize)
        .isEqualTo(dimensions);
  }

  private static float accuracy(Session session, Batch batch) {
    try (TBool inference = TBool.scalarOf(false);
        Result result =
            session
                .runner()
                .feed("image:0", batch.image)
                .feed("label:0", batch.label)
                .feed("is_training:0", inference)
                .fetch("accuracy:0")
                .run()) {
      return ((TFloat32) result.get(0)).getFloat();
    }
  }

  private static void step(Session session, Batch batch) {
    try (TBool training = TBool.scalarOf(true)) {
      session
          .runner()
          .feed("image", batch.image)
          .feed("label", batch.label)
          .feed("is_training", training)
          .addTarget("Adam")
          .run()
          .close();
    }
  }

  private static Map<String, List<Integer>> answersOfTheTrainedNetwork(Batch batch) {
    try (TBool inference = TBool.scalarOf(false);
        Result result =
            run.session()
                .runner()
                .feed("image", batch.image)
                .feed("is_training", inference)
                .fetch("LRELU_Layer4")
                .fetch("probabilities")
                .fetch("prediction")
                .run()) {
      return Map.of(
          "scores", Fixtures.bits(result.get(0)),
          "probabilities", Fixtures.bits(result.get(1)),
          "prediction", Fixtures.bits(result.get(2)));
    }
  }

  /** The test images of {@link TrainedRun}, as tensors. */
  private static final class Batch implements AutoCloseable {
    private final TFloat32 image;
    private final TInt64 label;

    Batch() {
      int[] images = TrainedRun.SPLIT.test();
      float[] pixels = new float[images.length * 64];
      long[] labels = new long[images.length];
      for (int i = 0; i < images.length; i++) {
        TrainedRun.DATASET.copyScaled(images[i], pixels, i * 64);
        labels[i] = TrainedRun.DATASET.label(images[i]);
      }
      image = TFloat32.tensorOf(Shape.of(images.length, 8, 8, 1), DataBuffers.of(pixels));
      label = TInt64.vectorOf(labels);
    }

    @Override
    public void close() {
      image.close();
      label.close();
    }
  }
}
