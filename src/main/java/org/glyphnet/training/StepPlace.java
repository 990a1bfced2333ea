package org.glyphnet.training;

import org.glyphnet.Internal;
import org.tensorflow.Session;

/** Where training's steps are computed. */
@Internal
public interface StepPlace extends AutoCloseable {
  /** In the session itself. */
  StepPlace HERE =
      new StepPlace() {
        @Override
        public Steps begin(Session session) {
          return new TrainingStep(session);
        }

        @Override
        public void close() {}
      };

  /**
   * Begins to take steps from where a session's variables are.
   *
   * @param session on a network built for training; it stays the caller's
   */
  Steps begin(Session session);

  @Override
  void close();
}
