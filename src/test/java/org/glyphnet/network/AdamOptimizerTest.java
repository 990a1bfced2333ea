package org.glyphnet.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.framework.optimizers.Optimizer.GradAndVar;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

class AdamOptimizerTest {
  private static final String VARIABLE = "layer/weights";
  private static final double[] START = {1, -2, 3};
  private static final float[][] GRADIENTS = {{0.5f, -3, 1e-3f}, {-0.25f, -2, 2e-3f}, {4, 0, 0}};

  @Test
  void firstStepMovesByTheLearningRateAgainstTheGradientsSign() {
    // m / sqrt(v) is the gradient's sign once the bias is corrected.
    try (Bench bench = new Bench(new AdamSpec(0.1f, 0.9f, 0.999f, 1e-8f));
        GraphRun run = new GraphRun(bench.graph)) {
      bench.step(run, 0.5f, -3, 7);

      assertThat(run.floats(VARIABLE))
          .containsExactly(new float[] {0.9f, -1.9f, 2.9f}, within(1e-5f));
    }
  }

  @Test
  void stepsWithTheBooksSettingsFollowThePapersFormula() {
    assertFollowsThePaper(AdamSpec.book());
  }

  @Test
  void stepsWithThePapersSettingsFollowItsFormula() {
    assertFollowsThePaper(new AdamSpec(0.001f, 0.9f, 0.999f, 1e-8f));
  }

  @Test
  void largeEpsilonStandsBesideTheUncorrectedRoot() {
    // Where it stands makes a difference only when it is large.
    assertFollowsThePaper(new AdamSpec(0.5f, 0.5f, 0.9f, 0.3f));
  }

  @Test
  void zeroBetasFollowThePaperToo() {
    assertFollowsThePaper(new AdamSpec(0.5f, 0, 0, 0.3f));
  }

  /** Algorithm 1 of arXiv:1412.6980 in the more efficient order of its section 2, in double. */
  private static void assertFollowsThePaper(AdamSpec adam) {
    double[] theta = START.clone();
    double[] m = new double[theta.length];
    double[] v = new double[theta.length];
    double beta1 = adam.beta1();
    double beta2 = adam.beta2();
    try (Bench bench = new Bench(adam);
        GraphRun run = new GraphRun(bench.graph)) {
      for (int t = 1; t <= GRADIENTS.length; t++) {
        double alpha =
            adam.learningRate() * Math.sqrt(1 - Math.pow(beta2, t)) / (1 - Math.pow(beta1, t));
        for (int i = 0; i < theta.length; i++) {
          double g = GRADIENTS[t - 1][i];
          m[i] = beta1 * m[i] + (1 - beta1) * g;
          v[i] = beta2 * v[i] + (1 - beta2) * g * g;
          theta[i] -= alpha * m[i] / (Math.sqrt(v[i]) + adam.epsilon());
        }
        bench.step(run, GRADIENTS[t - 1]);

        // 1 - beta2 in float32 is off by 3e-5 of itself when beta2 is 0.999.
        assertThat(Numbers.doubles(run.floats(VARIABLE + "/Adam")))
            .containsExactly(m, within(1e-6));
        assertThat(Numbers.doubles(run.floats(VARIABLE + "/Adam_1")))
            .containsExactly(v, within(1e-5 * (Numbers.largest(v) + 1e-3)));
        assertThat(Numbers.doubles(run.floats(VARIABLE)))
            .containsExactly(theta, within(1e-6 + 5e-5 * adam.learningRate()));
      }
    }
  }

  @Test
  void powersOfBetaAreOneAheadOfTheStepsDone() {
    try (Bench bench = new Bench(new AdamSpec(0.1f, 0.5f, 0.75f, 1e-8f));
        GraphRun run = new GraphRun(bench.graph)) {
      for (int t = 0; t <= 4; t++) {
        // Both are exact in float32.
        assertThat(run.scalar("beta1_power")).isEqualTo((float) Math.pow(0.5, t + 1));
        assertThat(run.scalar("beta2_power")).isEqualTo((float) Math.pow(0.75, t + 1));
        bench.step(run, 1, 1, 1);
      }
    }
  }

  @Test
  void slotsAreNamedAsInPython() {
    try (Bench bench = new Bench(AdamSpec.book())) {
      assertThat(bench.variables.all().stream().map(GraphVariables.Entry::name))
          .containsExactlyInAnyOrder(
              VARIABLE, VARIABLE + "/Adam", VARIABLE + "/Adam_1", "beta1_power", "beta2_power");
    }
  }

  @Test
  void slotsHaveTheirVariablesShapeAndAreNotTrained() {
    try (Bench bench = new Bench(AdamSpec.book())) {
      for (GraphVariables.Entry<?> variable : bench.variables.all()) {
        boolean slot = variable.name().contains("/Adam");
        boolean power = variable.name().endsWith("_power");
        assertThat(variable.ref().shape()).isEqualTo(power ? Shape.scalar() : Shape.of(3));
        assertThat(variable.trainable()).isEqualTo(!slot && !power);
      }
    }
  }

  /** One variable of three elements, whose gradient is fed. Owns its graph. */
  private static final class Bench implements AutoCloseable {
    private static final String GRADIENT = "gradient";

    private final Graph graph = new Graph();
    private final GraphVariables variables = new GraphVariables(graph, true);
    private final String step;

    Bench(AdamSpec adam) {
      Shape shape = Shape.of(START.length);
      var variable =
          variables.add(
              VARIABLE,
              shape,
              TFloat32.class,
              true,
              (init, itsShape) -> init.constant(new float[] {1, -2, 3}));
      var gradient =
          Ops.create(graph)
              .withName(GRADIENT)
              .placeholder(TFloat32.class, Placeholder.shape(shape));
      step =
          new AdamOptimizer(
                  graph,
                  adam,
                  variables,
                  new AdamOptimizer.Rate(Ops.create(graph).constant(adam.learningRate()), 0),
                  "")
              .applyGradients(
                  List.of(new GradAndVar<>(gradient.asOutput(), variable.ref().asOutput())),
                  "update")
              .op()
              .name();
    }

    void step(GraphRun run, float... gradient) {
      run.feed(GRADIENT, Shape.of(gradient.length), gradient).step(step);
    }

    @Override
    public void close() {
      graph.close();
    }
  }
}
