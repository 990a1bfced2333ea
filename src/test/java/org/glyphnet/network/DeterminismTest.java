package org.glyphnet.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;

class DeterminismTest {
  private static final int STEPS = 5;

  /**
   * Large enough that its gradients take threads of their own and overlap, and that the second
   * convolution goes by way of its spectrum.
   */
  private static final NetworkSpec SPEC =
      NetworkSpec.bookText()
          .withImage(14, 14, 1)
          .withSizes(24, 24, 64)
          .withDropout(0.5f)
          .withBatchNorm(0.9f, 1e-8f);

  private static Map<String, float[]> once;

  @BeforeAll
  static void train() {
    once = trained(3);
  }

  @RepeatedTest(4)
  void equalRunsEndInEqualBitsInEveryVariable() {
    Map<String, float[]> again = trained(3);

    assertThat(again).hasSameSizeAs(once);
    once.forEach((name, value) -> assertThat(again.get(name)).as(name).isEqualTo(value));
  }

  @Test
  void otherSeedEndsInOtherBits() {
    assertThat(trained(4).get("DenseLayer3/kernel")).isNotEqualTo(once.get("DenseLayer3/kernel"));
  }

  @Test
  void everyUpdateWaitsForAllGradients() {
    // A reference variable has no snapshot: moved too early, the old and the new value mix.
    try (ConvNet net = Networks.forTraining(SPEC)) {
      List<GraphOperation> gradients = new ArrayList<>();
      for (GraphOperation update : updates(net)) {
        if (update.type().equals("ApplyAdam")) {
          gradients.add(operationOf(update.input(update.numInputs() - 1)));
        }
      }
      // 12 trained variables; as many, 4 moving averages, 2 powers of beta and the step count.
      assertThat(gradients).hasSize(12);
      assertThat(updates(net)).hasSize(19);
      for (GraphOperation update : updates(net)) {
        assertThat(before(update)).as(update.name()).containsAll(gradients);
      }
    }
  }

  @Test
  void powersOfBetaWaitForTheUpdatesThatReadThem() {
    try (ConvNet net = Networks.forTraining(SPEC)) {
      List<GraphOperation> applied =
          updates(net).stream().filter(update -> update.type().equals("ApplyAdam")).toList();
      for (GraphOperation update : updates(net)) {
        if (update.input(0).op().name().endsWith("_power")) {
          assertThat(before(update)).as(update.name()).containsAll(applied);
        }
      }
    }
  }

  @Test
  void trainStepWaitsForEveryUpdate() {
    try (ConvNet net = Networks.forTraining(SPEC)) {
      assertThat(before(net.graph().operation(TensorNames.TRAIN_STEP))).containsAll(updates(net));
    }
  }

  /** What writes to variables in a training step. */
  private static List<GraphOperation> updates(ConvNet net) {
    Set<String> initialisers = new HashSet<>();
    Networks.variableNames(net).forEach(name -> initialisers.add(name + "/Assign"));
    return Networks.operations(net).stream()
        .filter(operation -> Set.of("ApplyAdam", "Assign", "AssignAdd").contains(operation.type()))
        .filter(operation -> !initialisers.contains(operation.name()))
        .toList();
  }

  /** All operations that are done before one starts. */
  private static Set<GraphOperation> before(GraphOperation operation) {
    Set<GraphOperation> before = new HashSet<>();
    Deque<GraphOperation> open = new ArrayDeque<>(List.of(operation));
    while (!open.isEmpty()) {
      GraphOperation next = open.pop();
      List<GraphOperation> inputs = new ArrayList<>(next.controlInputs());
      for (int i = 0; i < next.numInputs(); i++) {
        inputs.add(operationOf(next.input(i)));
      }
      for (GraphOperation input : inputs) {
        if (before.add(input)) {
          open.push(input);
        }
      }
    }
    return before;
  }

  private static GraphOperation operationOf(Output<?> output) {
    return (GraphOperation) output.op();
  }

  /** Every float variable after a few steps with two threads. */
  private static Map<String, float[]> trained(long seed) {
    try (ConvNet net = ConvNet.forTraining(SPEC, AdamSpec.book(), seed);
        GraphRun run = new GraphRun(net.graph())) {
      run.feed(TensorNames.IS_TRAINING, true);
      for (int step = 0; step < STEPS; step++) {
        Batch.of(SPEC, 32, step).feedTo(run);
        run.step(TensorNames.TRAIN_STEP);
      }
      return run.floats(Networks.floatVariableNames(net));
    }
  }
}
