package org.glyphnet.training;

/**
 * The learning rate of each step of a run.
 *
 * @param plan of the run
 * @param full the rate that the schedule is about
 * @param images training images
 */
record Rates(TrainingPlan plan, float full, int images) {
  /** The rate of the step that follows where the run stands. */
  float of(Progress at) {
    long perEpoch = plan.steps(images);
    return plan.learning()
        .schedule()
        .rate(full, at.epochs() * perEpoch + at.steps(), plan.epochs() * perEpoch);
  }

  /** The rate of an epoch's last step, after which the run stands there. */
  float last(Progress at, int epoch) {
    return of(new Progress(epoch, Math.max(0, at.steps() - 1), at.images(), 0, 0));
  }
}
