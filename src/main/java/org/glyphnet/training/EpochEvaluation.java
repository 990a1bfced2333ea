package org.glyphnet.training;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.tensorflow.Session;

/** What the network is worth after each epoch, and at the end. Its session is another's. */
final class EpochEvaluation {
  private final Session session;
  private final ImageDataset dataset;
  private final Split split;
  private final TrainingPlan plan;
  private final List<TrainingListener> listeners;
  private final BooleanSupplier stop;
  private final TrueStatistics statistics;
  private Evaluation train;
  private Evaluation heldOut;

  /**
   * @param listeners hear how far it is
   * @param stop asked after each batch
   */
  EpochEvaluation(
      Session session,
      ImageDataset dataset,
      Split split,
      TrainingPlan plan,
      List<TrainingListener> listeners,
      BooleanSupplier stop) {
    this.session = session;
    this.dataset = dataset;
    this.split = split;
    this.plan = plan;
    this.listeners = listeners;
    this.stop = stop;
    this.statistics = new TrueStatistics(session);
  }

  /**
   * Evaluates the training part, or the plan's sample of it, and the validation part, or the test
   * part where there is none.
   *
   * @throws TrainingStoppedException when it was asked to stop
   * @throws DivergedException when a cost is no finite number
   */
  void run(int epoch) {
    if (plan.learning().recomputed()) {
      statistics.recompute(dataset, split.train(), plan.seed(), stop);
    }
    int[] held = chosenBy() ? split.validation() : split.test();
    int[] seen = plan.learning().evaluated(split.train());
    int total = seen.length + held.length;
    started(total);
    train = of(seen, 0, total);
    heldOut = of(held, seen.length, total);
    if (!Double.isFinite(train.cost()) || !Double.isFinite(heldOut.cost())) {
      throw new DivergedException(
          "epoch " + epoch + ", evaluation after its last step: the cost is not finite");
    }
  }

  /** The numbers of an epoch that was evaluated. */
  EpochResult result(int epoch, Progress at, float learningRate) {
    return new EpochResult(
        epoch,
        epoch < 0 ? Double.NaN : at.costSum() / at.images(),
        train.accuracy(),
        chosenBy() ? Double.NaN : heldOut.accuracy(),
        at.seconds(),
        at.seconds() > 0 ? split.train().length / at.seconds() : 0,
        chosenBy() ? heldOut.accuracy() : Double.NaN,
        chosenBy() ? heldOut.cost() : Double.NaN,
        learningRate);
  }

  /** The training part, or the plan's sample of it, as it was last evaluated. */
  Evaluation train() {
    return train;
  }

  /** The validation part, or the test part where there is none, as it was last evaluated. */
  Evaluation heldOut() {
    return heldOut;
  }

  /** The variables are others than those that were evaluated. */
  void forget() {
    train = null;
    heldOut = null;
  }

  /** The network as it is now, on the training and the test part. */
  Trainer.Trained trained() {
    boolean wholeTrain = train != null && train.predictions().length == split.train().length;
    boolean tested = heldOut != null && !chosenBy();
    int trainImages = wholeTrain ? 0 : split.train().length;
    int total = trainImages + (tested ? 0 : split.test().length);
    if (total > 0) {
      started(total);
    }
    return new Trainer.Trained(
        wholeTrain ? train : of(split.train(), 0, total),
        tested ? heldOut : of(split.test(), trainImages, total));
  }

  private void started(int images) {
    listeners.forEach(listener -> listener.evaluationStarted(images));
  }

  private boolean chosenBy() {
    return split.validation().length > 0;
  }

  private Evaluation of(int[] images, int before, int total) {
    return Evaluation.of(
        session,
        dataset,
        images,
        done -> listeners.forEach(listener -> listener.evaluated(before + done, total)),
        stop);
  }
}
