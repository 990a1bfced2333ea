package org.glyphnet.training;

import java.io.IOException;
import java.util.function.Supplier;
import org.tensorflow.Session;

/**
 * Hears what training does. The trainer announces; printing, saving and recording are listeners.
 * All calls come from the training thread, so a slow listener makes training wait.
 */
public interface TrainingListener {
  /**
   * The end of a step.
   *
   * @param progress where the run stands after it
   * @param total images of the epoch
   * @param cost mean cost of the step's batch, before it
   * @param learningRate that the step was taken at
   * @param network the network after the step, which may have to be fetched from where it is
   */
  record StepEnd(
      Progress progress, int total, float cost, float learningRate, Supplier<Session> network) {
    /**
     * The network after the step; the trainer closes it, and it holds this step's variables only
     * during the call.
     */
    public Session session() {
      return network.get();
    }

    /** The epoch, from 0. */
    public int epoch() {
      return progress.epochs();
    }

    /** Whether it is the epoch's last. */
    public boolean last() {
      return progress.images() == total;
    }
  }

  /**
   * A batch that the plan reports.
   *
   * @param epoch the epoch, from 0
   * @param image place of the batch's first image in the epoch
   * @param cost mean cost of the batch after the step, in inference mode
   * @param accuracy share of the batch that is then classified right, in [0, 1]
   */
  record BatchReport(int epoch, int image, float cost, float accuracy) {}

  /**
   * The end of an epoch.
   *
   * @param result its numbers
   * @param train all training images through the network, in the split's order, or the plan's
   *     sample of them
   * @param heldOut the same for the validation images, or for the test images where there are none
   * @param best whether it is the best epoch so far and the best one is the run's result
   * @param session the trained network; the trainer closes it, and it holds this epoch's variables
   *     only during the call
   */
  record EpochEnd(
      EpochResult result, Evaluation train, Evaluation heldOut, boolean best, Session session) {}

  /** An epoch's steps begin; {@code images} is how many it has. */
  default void epochStarted(int epoch, int images) {}

  /**
   * A step is done.
   *
   * @throws IOException when what the listener writes cannot be written; training then ends with it
   */
  default void stepDone(StepEnd end) throws IOException {}

  /** A batch is reported. */
  default void batchReported(BatchReport report) {}

  /**
   * An evaluation of so many images begins: before the first step, after an epoch's last, or of
   * what training came to.
   */
  default void evaluationStarted(int images) {}

  /**
   * An evaluation goes on.
   *
   * @param images how many went through the network so far, training images first
   * @param total how many will have, of training and test images together
   */
  default void evaluated(int images, int total) {}

  /**
   * An epoch has ended; epoch -1 is the untrained network.
   *
   * @throws IOException when what the listener writes cannot be written; training then ends with it
   */
  default void epochEnded(EpochEnd end) throws IOException {}

  /**
   * The best epoch's network is wanted back, because it is the run's result.
   *
   * @param epoch announced as the best so far when it ended
   * @param session gets the variables as they were then
   * @return whether the listener had them
   * @throws IOException when what the listener kept cannot be read
   */
  default boolean restoreBest(int epoch, Session session) throws IOException {
    return false;
  }

  /**
   * Training stops before its end, because it was asked to.
   *
   * @param progress where the run stands
   * @param session the network as it is then
   * @throws IOException when what the listener writes cannot be written
   */
  default void stopped(Progress progress, Session session) throws IOException {}
}
