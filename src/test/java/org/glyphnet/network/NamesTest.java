package org.glyphnet.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

class NamesTest {
  /** Of the inference alone. */
  private static final List<String> LAYER_VARIABLES =
      List.of(
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

  private static ConvNet training;
  private static ConvNet serving;

  @BeforeAll
  static void build() {
    training = Networks.forTraining(NetworkSpec.bookText());
    serving = ConvNet.forServing(NetworkSpec.bookText());
  }

  @AfterAll
  static void close() {
    training.close();
    serving.close();
  }

  @ParameterizedTest
  @CsvSource({
    "image, DT_FLOAT, -1 28 28 1",
    "label, DT_INT64, -1",
    "is_training, DT_BOOL, ''",
    "cost, DT_FLOAT, ''",
    "accuracy, DT_FLOAT, ''",
    "LRELU_Layer4, DT_FLOAT, -1 10",
    "scores, DT_FLOAT, -1 10",
    "LeakyRELU_Layer4/Maximum, DT_FLOAT, -1 10",
    "probabilities, DT_FLOAT, -1 10",
    "prediction, DT_INT64, -1",
    "Conv2d_Layer1, DT_FLOAT, -1 28 28 64",
    "MaxPool_Layer1, DT_FLOAT, -1 14 14 64",
    "Conv2d_Layer2, DT_FLOAT, -1 14 14 128",
    "MaxPool_Layer2, DT_FLOAT, -1 7 7 128",
    "DenseLayer3, DT_FLOAT, -1 1024",
    "BatchNorm_Layer3, DT_FLOAT, -1 1024",
    "LRELU_Layer3, DT_FLOAT, -1 1024",
    "DropOut_Layer3, DT_FLOAT, -1 1024",
    "DenseLayer4, DT_FLOAT, -1 10",
    "BatchNorm_Layer4, DT_FLOAT, -1 10"
  })
  void trainingGraphHasTheTensor(String name, DataType type, String shape) {
    assertTensor(training, name, type, shape);
  }

  @ParameterizedTest
  @CsvSource({
    "global_step, DT_INT64_REF, ''",
    "beta1_power, DT_FLOAT_REF, ''",
    "beta2_power, DT_FLOAT_REF, ''",
    "Conv2d_Layer1/kernel, DT_FLOAT_REF, 5 5 1 64",
    "Conv2d_Layer1/bias, DT_FLOAT_REF, 64",
    "Conv2d_Layer2/kernel, DT_FLOAT_REF, 5 5 64 128",
    "DenseLayer3/kernel, DT_FLOAT_REF, 6272 1024",
    "DenseLayer3/kernel/Adam, DT_FLOAT_REF, 6272 1024",
    "DenseLayer3/kernel/Adam_1, DT_FLOAT_REF, 6272 1024",
    "BatchNorm_Layer3/moving_mean, DT_FLOAT_REF, 1024",
    "DenseLayer4/kernel, DT_FLOAT_REF, 1024 10"
  })
  void trainingGraphHasTheVariable(String name, DataType type, String shape) {
    assertTensor(training, name, type, shape);
  }

  @ParameterizedTest
  @CsvSource({
    "image, DT_FLOAT, -1 28 28 1",
    "LRELU_Layer4, DT_FLOAT, -1 10",
    "scores, DT_FLOAT, -1 10",
    "LeakyRELU_Layer4/Maximum, DT_FLOAT, -1 10",
    "probabilities, DT_FLOAT, -1 10",
    "prediction, DT_INT64, -1",
    "Conv2d_Layer1, DT_FLOAT, -1 28 28 64",
    "MaxPool_Layer1, DT_FLOAT, -1 14 14 64",
    "Conv2d_Layer2, DT_FLOAT, -1 14 14 128",
    "MaxPool_Layer2, DT_FLOAT, -1 7 7 128",
    "DenseLayer3, DT_FLOAT, -1 1024",
    "DropOut_Layer3, DT_FLOAT, -1 1024"
  })
  void servingGraphHasTheTensor(String name, DataType type, String shape) {
    assertTensor(serving, name, type, shape);
  }

  @ParameterizedTest
  @EnumSource
  void everyActivationKeepsTheLayersNames(Activation activation) {
    try (ConvNet net = ConvNet.forServing(Networks.tiny().withActivation(activation))) {
      for (String name :
          List.of("Conv2d_Layer1", "MaxPool_Layer1", "LRELU_Layer3", "LRELU_Layer4")) {
        assertThat(net.graph().operation(name)).as(name).isNotNull();
      }
      assertTensor(net, "LRELU_Layer4", DataType.DT_FLOAT, "-1 3");
    }
  }

  @Test
  void namesOfDeeperNetworksGoOnAsTheBooksWould() {
    NetworkSpec spec =
        Networks.tiny()
            .withImage(16, 16, 2)
            .withConvolutions(
                new ConvSpec(
                    Networks.convolutions("4/3 5/3- 6/3"),
                    Padding.SAME,
                    true,
                    ConvSpec.FeaturePooling.FLATTEN))
            .withDense(new DenseSpec(List.of(7, 6), 0.1f, DenseSpec.Head.BOOK));
    try (ConvNet net = ConvNet.forServing(spec)) {
      assertTensor(net, "MaxPool_Layer1", DataType.DT_FLOAT, "-1 8 8 4");
      assertTensor(net, "Conv2d_Layer2", DataType.DT_FLOAT, "-1 8 8 5");
      assertThat(net.graph().operation("MaxPool_Layer2")).isNull();
      assertTensor(net, "BatchNorm_Layer3", DataType.DT_FLOAT, "-1 4 4 6");
      assertTensor(net, "MaxPool_Layer3", DataType.DT_FLOAT, "-1 4 4 6");
      assertTensor(net, "DropOut_Layer4", DataType.DT_FLOAT, "-1 7");
      assertTensor(net, "LRELU_Layer5", DataType.DT_FLOAT, "-1 6");
      assertTensor(net, "LRELU_Layer6", DataType.DT_FLOAT, "-1 3");
      assertTensor(net, "scores", DataType.DT_FLOAT, "-1 3");
      assertThat(net.graph().operation("LeakyRELU_Layer4/Maximum")).isNull();
      assertThat(Networks.variableNames(net))
          .contains("BatchNorm_Layer1/gamma", "DenseLayer6/kernel")
          .doesNotContain("Conv2d_Layer1/bias");
    }
  }

  @Test
  void scoresOfAPlainHeadAreItsLastDenseLayers() {
    NetworkSpec spec =
        Networks.tiny()
            .withConvolutions(
                new ConvSpec(
                    Networks.convolutions("4/3"),
                    Padding.SAME,
                    false,
                    ConvSpec.FeaturePooling.GLOBAL))
            .withDense(new DenseSpec(List.of(), 0.1f, DenseSpec.Head.LOGITS));
    try (ConvNet net = ConvNet.forServing(spec)) {
      assertTensor(net, "GlobalPool_Layer1", DataType.DT_FLOAT, "-1 4");
      assertTensor(net, "DropOut_Layer1", DataType.DT_FLOAT, "-1 4");
      assertThat(net.graph().operation("scores").input(0).op().name()).isEqualTo("DenseLayer2");
    }
  }

  private static void assertTensor(ConvNet net, String name, DataType type, String shape) {
    GraphOperation operation = net.graph().operation(name);
    assertThat(operation).as(name).isNotNull();
    Output<?> tensor = operation.output(0);
    assertThat(tensor.dataType()).isEqualTo(type);
    List<String> sizes = new ArrayList<>();
    for (long size : tensor.shape().asArray()) {
      sizes.add(Long.toString(size));
    }
    assertThat(String.join(" ", sizes)).isEqualTo(shape);
  }

  @Test
  void oldNameOfTheScoresReadsThem() {
    GraphOperation alias = training.graph().operation(TensorNames.BOOK_SCORES_ALIAS);

    assertThat(alias.type()).isEqualTo("Identity");
    assertThat(alias.input(0).op().name()).isEqualTo("LRELU_Layer4");
  }

  @Test
  void scoresAreTheSameUnderBothNames() {
    NetworkSpec spec = Networks.tiny();
    try (ConvNet net = Networks.forTraining(spec);
        GraphRun run = new GraphRun(net.graph())) {
      Batch.of(spec, 4, 1).feedTo(run);
      run.feed(TensorNames.IS_TRAINING, false);

      assertThat(run.floats("LeakyRELU_Layer4/Maximum:0"))
          .containsExactly(run.floats("LRELU_Layer4:0"));
    }
  }

  @Test
  void trainingVariablesAreNamedAsPythonsTensorFlowWould() {
    List<String> expected = new ArrayList<>(LAYER_VARIABLES);
    expected.addAll(List.of("global_step", "beta1_power", "beta2_power"));
    for (String name : LAYER_VARIABLES) {
      if (!name.contains("/moving_")) {
        expected.addAll(List.of(name + "/Adam", name + "/Adam_1"));
      }
    }

    assertThat(Networks.variableNames(training)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(namesOfType(training, "VariableV2")).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void servingVariablesAreThoseOfTheLayers() {
    assertThat(Networks.variableNames(serving))
        .containsExactlyInAnyOrderElementsOf(LAYER_VARIABLES);
    assertThat(namesOfType(serving, "VariableV2"))
        .containsExactlyInAnyOrderElementsOf(LAYER_VARIABLES);
  }

  @Test
  void trainableVariablesAreThoseThatAreNotStatistics() {
    List<String> expected = new ArrayList<>(LAYER_VARIABLES);
    expected.removeIf(name -> name.contains("/moving_"));

    assertThat(Networks.trainableNames(training)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/Assign", "/read"})
  void everyVariableHasPythonsCompanion(String suffix) {
    for (String name : Networks.variableNames(training)) {
      GraphOperation companion = training.graph().operation(name + suffix);
      assertThat(companion).as(name + suffix).isNotNull();
      assertThat(companion.input(0).op().name()).isEqualTo(name);
    }
  }

  private static List<String> namesOfType(ConvNet net, String type) {
    return Networks.operations(net).stream()
        .filter(operation -> operation.type().equals(type))
        .map(GraphOperation::name)
        .toList();
  }
}
