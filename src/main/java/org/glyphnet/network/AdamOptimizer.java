package org.glyphnet.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.framework.optimizers.Optimizer;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.ApplyAdam;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * Adam (Kingma and Ba, 2014, arXiv:1412.6980, in the form "just before section 2.1"):
 *
 * <pre>
 * m = beta1 m + (1 - beta1) g        v = beta2 v + (1 - beta2) g^2
 * variable = variable - learning_rate sqrt(1 - beta2^t) / (1 - beta1^t)  m / (sqrt(v) + epsilon)
 * </pre>
 *
 * <p>With weight decay, a step first takes {@code learning_rate weight_decay kernel} off each
 * kernel (AdamW: Loshchilov and Hutter, 2017, arXiv:1711.05101).
 *
 * <p>It differs from the framework's own Adam in two things. Its variables are named as Python's
 * TensorFlow 1 names them ({@code <variable>/Adam}, {@code <variable>/Adam_1}, {@code beta1_power},
 * {@code beta2_power}), and the powers of beta move only after every update has read them, so that
 * equal runs end in equal bits.
 */
final class AdamOptimizer extends Optimizer {
  private static final String FIRST_MOMENT = "Adam";
  private static final String SECOND_MOMENT = "Adam_1";

  private final AdamSpec spec;
  private final GraphVariables variables;
  private final String prefix;
  private final Operand<TFloat32> learningRate;
  private final float weightDecay;
  private final Ops scope;
  private final Map<String, GraphVariables.Entry<TFloat32>> slots = new HashMap<>();
  private GraphVariables.Entry<TFloat32> beta1Power;
  private GraphVariables.Entry<TFloat32> beta2Power;
  private Operand<TFloat32> beta1;
  private Operand<TFloat32> beta2;
  private Operand<TFloat32> epsilon;

  /**
   * How far a step goes.
   *
   * @param learningRate scalar, read at each step
   * @param weightDecay share of a kernel that a step takes away, times the learning rate
   */
  record Rate(Operand<TFloat32> learningRate, float weightDecay) {}

  /**
   * One that keeps powers of beta of its own.
   *
   * @param prefix of their names and its operations', empty for none
   */
  AdamOptimizer(Graph graph, AdamSpec spec, GraphVariables variables, Rate rate, String prefix) {
    super(graph);
    this.spec = spec;
    this.variables = variables;
    this.learningRate = rate.learningRate();
    this.weightDecay = rate.weightDecay();
    this.prefix = prefix;
    Ops ops = Ops.create(graph);
    this.scope =
        (prefix.isEmpty() ? ops : ops.withSubScope(prefix)).withSubScope(getOptimizerName());
  }

  @Override
  protected void createSlots(List<Output<? extends TType>> outputs) {
    beta1Power = scalar("beta1_power", spec.beta1());
    beta2Power = scalar("beta2_power", spec.beta2());
    for (Output<? extends TType> output : outputs) {
      for (String slot : List.of(FIRST_MOMENT, SECOND_MOMENT)) {
        String name = output.op().name() + "/" + slot;
        slots.put(
            name,
            variables.add(
                name,
                output.shape(),
                TFloat32.class,
                false,
                (init, shape) -> init.fill(init.constant(shape.asArray()), init.constant(0f))));
      }
    }
    beta1 = scope.withName("beta1").constant(spec.beta1());
    beta2 = scope.withName("beta2").constant(spec.beta2());
    epsilon = scope.withName("epsilon").constant(spec.epsilon());
  }

  /**
   * The caller's dependencies make every update wait for all gradients: reference variables have no
   * snapshot.
   */
  @Override
  @SuppressWarnings("unchecked") // every variable of the network is float32
  protected <T extends TType> Op applyDense(
      Ops opDependencies, Output<T> gradient, Output<T> variable) {
    String name = variable.op().name();
    Ops ready =
        weightDecay > 0 && isKernel(name) ? decayed(opDependencies, variable) : opDependencies;
    return ApplyAdam.create(
        ready.scope().withName("update_" + name.replace('/', '_')),
        (Operand<TFloat32>) variable,
        slots.get(name + "/" + FIRST_MOMENT).ref(),
        slots.get(name + "/" + SECOND_MOMENT).ref(),
        beta1Power.read(),
        beta2Power.read(),
        learningRate,
        beta1,
        beta2,
        epsilon,
        (Operand<TFloat32>) gradient,
        ApplyAdam.useLocking(true));
  }

  private static boolean isKernel(String variable) {
    return variable.endsWith("/kernel") || variable.endsWith("/kernel" + WeightAverages.TRAINED);
  }

  /** Takes the decay off a kernel; returns a scope in which that is done. */
  @SuppressWarnings("unchecked") // every variable of the network is float32
  private <T extends TType> Ops decayed(Ops opDependencies, Output<T> variable) {
    Operand<TFloat32> kernel = (Operand<TFloat32>) variable;
    Ops decaying = opDependencies.withSubScope("decay");
    Operand<TFloat32> share = decaying.math.mul(learningRate, decaying.constant(weightDecay));
    Op decay = decaying.assignSub(kernel, decaying.math.mul(kernel, share));
    return scope.withControlDependencies(List.of(decay));
  }

  @Override
  protected Op finish(List<Op> updateOperations, String name) {
    Ops afterUpdates = scope.withControlDependencies(updateOperations);
    List<Op> all = new ArrayList<>(updateOperations);
    all.add(afterUpdates.assign(beta1Power.ref(), afterUpdates.math.mul(beta1Power.read(), beta1)));
    all.add(afterUpdates.assign(beta2Power.ref(), afterUpdates.math.mul(beta2Power.read(), beta2)));
    return scope.withControlDependencies(all).withName(name).noOp();
  }

  @Override
  public String getOptimizerName() {
    return "Adam";
  }

  private GraphVariables.Entry<TFloat32> scalar(String name, float initial) {
    return variables.add(
        prefix.isEmpty() ? name : prefix + "/" + name,
        Shape.scalar(),
        TFloat32.class,
        false,
        (init, shape) -> init.constant(initial));
  }
}
