package org.glyphnet.training;

import java.io.IOException;
import org.tensorflow.Session;

/**
 * Hears what training does. The trainer announces; printing, saving and recording are listeners.
 * All calls come from the training thread, so a slow listener makes training wait.
 */
public interface TrainingListener {
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
   * @param train all training images through the network, in the split's order
   * @param test the same for the test images
   * @param session the trained network; the trainer closes it, and it holds this epoch's variables
   *     only during the call
   */
  record EpochEnd(EpochResult result, Evaluation train, Evaluation test, Session session) {}

  /** An epoch's steps begin; {@code images} is how many it has. */
  default void epochStarted(int epoch, int images) {}

  /** A step is done; {@code images} of the epoch's images are through. */
  default void stepDone(int epoch, int images) {}

  /** A batch is reported. */
  default void batchReported(BatchReport report) {}

  /** An epoch's steps are done and its evaluation begins; epoch -1 is the untrained network. */
  default void evaluationStarted(int epoch) {}

  /**
   * An epoch has ended; epoch -1 is the untrained network.
   *
   * @throws IOException when what the listener writes cannot be written; training then ends with it
   */
  default void epochEnded(EpochEnd end) throws IOException {}
}
