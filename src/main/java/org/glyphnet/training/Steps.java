package org.glyphnet.training;

import org.glyphnet.Internal;

/** Training steps, taken one after the other on a session's network or on a copy of it. */
@Internal
public interface Steps extends AutoCloseable {
  /** Takes one step at a learning rate; returns the batch's mean cost before it. */
  float take(BatchTensors batch, float learningRate);

  /** Brings the session's variables to where the last step has left them. */
  void settle();

  @Override
  void close();
}
