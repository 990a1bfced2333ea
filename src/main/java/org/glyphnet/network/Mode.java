package org.glyphnet.network;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.SwitchCond;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** What layers are built for: those that behave differently in training ask it. */
sealed interface Mode {
  /** What training computes where inference has a value already. */
  interface Branch {
    /**
     * Adds its operations; one value for each of inference's comes out.
     *
     * @param x what it may read
     */
    List<Operand<TFloat32>> of(Training training, Operand<TFloat32> x);
  }

  /**
   * The values that the layer goes on with.
   *
   * @param inInference values that are there already
   * @param inTraining what takes their place in training
   * @param x what the branch of training reads
   */
  List<Operand<TFloat32>> choose(
      Ops tf, List<Operand<TFloat32>> inInference, Branch inTraining, Operand<TFloat32> x);

  /** Inference only: nothing in the layers serves training. */
  record Inference() implements Mode {
    @Override
    public List<Operand<TFloat32>> choose(
        Ops tf, List<Operand<TFloat32>> inInference, Branch inTraining, Operand<TFloat32> x) {
      return inInference;
    }
  }

  /**
   * Training only.
   *
   * @param globalStep int64 scalar, training steps done
   * @param seed what random numbers are keyed on, together with the step
   */
  record Training(Operand<TInt64> globalStep, long seed) implements Mode {
    /** What distinguishes the seeds of layers (the golden ratio's bits, as in SplitMix64). */
    private static final long LAYER = 0x9E3779B97F4A7C15L;

    /** The same with random numbers of its own for one of several layers; the first keeps these. */
    Training ofLayer(int index) {
      return new Training(globalStep, seed + index * LAYER);
    }

    @Override
    public List<Operand<TFloat32>> choose(
        Ops tf, List<Operand<TFloat32>> inInference, Branch inTraining, Operand<TFloat32> x) {
      return inTraining.of(this, x);
    }
  }

  /**
   * Inference or training, as each run decides. A run computes nothing of the other: what it does
   * not need is switched off (as {@code tf.cond} of TensorFlow 1 does it), which a selection
   * between two computed values would not do. TensorFlow's C++ API has no gradient for that, so a
   * training step needs layers of its own.
   *
   * @param isTraining bool scalar
   * @param training how training is then done
   */
  record Either(Operand<TBool> isTraining, Training training) implements Mode {
    @Override
    public List<Operand<TFloat32>> choose(
        Ops tf, List<Operand<TFloat32>> inInference, Branch inTraining, Operand<TFloat32> x) {
      List<Operand<TFloat32>> trained =
          inTraining.of(training, SwitchCond.create(tf.scope(), x, isTraining).outputTrue());
      List<Operand<TFloat32>> chosen = new ArrayList<>();
      for (int i = 0; i < trained.size(); i++) {
        Operand<TFloat32> inferred =
            SwitchCond.create(tf.scope(), inInference.get(i), isTraining).outputFalse();
        chosen.add(tf.merge(List.of(inferred, trained.get(i))).output());
      }
      return chosen;
    }
  }
}
