package org.glyphnet.training;

import org.glyphnet.Internal;
import org.glyphnet.network.TensorNames;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * One Adam step on a session, over and over. Owns the tensors that it feeds beside the batch; not
 * the session.
 */
@Internal
public final class TrainingStep implements Steps {
  private final Session session;
  private final TBool training = TBool.scalarOf(true);
  private TFloat32 rate;

  /**
   * @param session on a network built for training
   */
  public TrainingStep(Session session) {
    this.session = session;
  }

  @Override
  public float take(BatchTensors batch, float learningRate) {
    if (rate == null) {
      rate = TFloat32.scalarOf(learningRate);
    }
    rate.setFloat(learningRate);
    try (Result result = runner(batch).feed(TensorNames.LEARNING_RATE, rate).run()) {
      return ((TFloat32) result.get(0)).getFloat();
    }
  }

  /** Takes one step at the network's own learning rate; returns the batch's mean cost before it. */
  public float take(BatchTensors batch) {
    try (Result result = runner(batch).run()) {
      return ((TFloat32) result.get(0)).getFloat();
    }
  }

  /** A step that is about to be taken. */
  public Session.Runner runner(BatchTensors batch) {
    return batch
        .runner(session, training)
        .addTarget(TensorNames.TRAIN_STEP)
        .fetch(TensorNames.STEP_COST);
  }

  /** They are taken in the session itself. */
  @Override
  public void settle() {}

  @Override
  public void close() {
    training.close();
    if (rate != null) {
      rate.close();
    }
  }
}
