package org.glyphnet.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.glyphnet.Internal;
import org.glyphnet.data.Batches;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.data.augmentation.Augmenter;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.network.TensorNames;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * The book's training loop: in each epoch every training image once, in a new order, in batches of
 * one Adam step each; after each epoch, and once before the first, all images in inference mode.
 * With a validation part, that part takes the test part's place until training is over.
 *
 * <p>Owns nothing: its session belongs to the network and ends with it.
 */
public final class Trainer {
  private final ImageDataset dataset;
  private final Split split;
  private final TrainingPlan plan;
  private final Rates rates;
  private final List<TrainingListener> listeners;
  private final Session session;
  private final StepPlace place;

  /**
   * Initialises the network's variables; standardises its input, if it does that, by the training
   * images.
   *
   * @param net built for training, for images of the data set's shape, with the plan's step
   * @throws IllegalArgumentException when the plan looks at a validation part and the split has
   *     none
   */
  public Trainer(
      ConvNet net,
      SessionSettings settings,
      ImageDataset dataset,
      Split split,
      TrainingPlan plan,
      List<TrainingListener> listeners) {
    this(net, new Machine(settings, StepPlace.HERE), dataset, split, plan, listeners);
  }

  /**
   * What computes.
   *
   * @param settings how this machine is used
   * @param place where the steps are taken; it stays the caller's
   */
  @Internal
  public record Machine(SessionSettings settings, StepPlace place) {}

  /** The same with steps that may be taken elsewhere. */
  @Internal
  public Trainer(
      ConvNet net,
      Machine machine,
      ImageDataset dataset,
      Split split,
      TrainingPlan plan,
      List<TrainingListener> listeners) {
    if (plan.learning().stopping().looksAtValidation() && split.validation().length == 0) {
      throw new IllegalArgumentException(
          "patience and the best epoch need a validation part, found none");
    }
    if (net.spec().dense().calibrated() && split.validation().length == 0) {
      throw new IllegalArgumentException("a temperature needs a validation part, found none");
    }
    this.place = machine.place();
    this.dataset = dataset;
    this.split = split;
    this.plan = plan;
    this.rates = new Rates(plan, net.step().adam().learningRate(), split.train().length);
    this.listeners = List.copyOf(listeners);
    this.session = net.open(machine.settings());
    session.initialize();
    Standardisation.fit(session, dataset, split.train());
  }

  /**
   * What training came to.
   *
   * @param train all training images through the trained network, in the split's order
   * @param test the same for the test images
   */
  public record Trained(Evaluation train, Evaluation test) {}

  /**
   * Starts from a trained model instead of from random weights; before {@link #train}.
   *
   * @return names of the variables that start anew: those of a last layer for other classes
   * @throws org.glyphnet.data.DataException when the model is of another network
   */
  public List<String> startFrom(StartingValues values) {
    return values.putInto(session);
  }

  /**
   * Trains for all of the plan's epochs.
   *
   * @throws IOException when a listener cannot write
   * @throws DivergedException when the cost is no finite number
   */
  public Trained train() throws IOException {
    return train(Progress.START, List.of(), () -> false);
  }

  /**
   * Trains from where a run stands to the end of the plan's epochs, or until they do not get
   * better; every step, and every number that listeners hear but the times, is what it would have
   * been without the break.
   *
   * @param from where the run stands; the session must hold the variables as they were then
   * @param before the results of the epochs that are behind it
   * @param stop asked after every step, and within evaluations after every batch
   * @throws IOException when a listener cannot write
   * @throws DivergedException when the cost is no finite number
   * @throws TrainingStoppedException when it was asked to stop, after the listeners have heard it
   */
  public Trained train(Progress from, List<EpochResult> before, BooleanSupplier stop)
      throws IOException {
    return train(from, before, stop, OptionalInt.empty()).orElseThrow();
  }

  /**
   * Trains until so many epochs are behind it, or to the end where that comes first, and leaves it
   * there without a result: the test part is not looked at. {@link #train} goes on from there.
   *
   * @param epochs of the plan's, those in {@code before} included
   * @throws IOException when a listener cannot write
   * @throws DivergedException when the cost is no finite number
   * @throws TrainingStoppedException when it was asked to stop, after the listeners have heard it
   */
  public void trainUntil(int epochs, Progress from, List<EpochResult> before, BooleanSupplier stop)
      throws IOException {
    train(from, before, stop, OptionalInt.of(epochs));
  }

  private Optional<Trained> train(
      Progress from, List<EpochResult> before, BooleanSupplier stop, OptionalInt until)
      throws IOException {
    int end = Math.min(plan.epochs(), until.orElse(plan.epochs()));
    EpochEvaluation evaluation =
        new EpochEvaluation(session, dataset, split, plan, listeners, stop);
    List<EpochResult> results = new ArrayList<>(before);
    Progress at = from;
    try {
      if (at.equals(Progress.START)) {
        results.add(endEpoch(-1, at, evaluation, results));
      }
      while (at.epochs() < end && !plan.learning().stopping().over(results)) {
        int epoch = at.epochs();
        for (TrainingListener listener : listeners) {
          listener.epochStarted(epoch, split.train().length);
        }
        at = steps(at, stop);
        if (stop.getAsBoolean()) {
          throw new TrainingStoppedException("stopped in epoch " + epoch);
        }
        results.add(endEpoch(epoch, at, evaluation, results));
        at = Progress.afterEpoch(epoch);
      }
      return until.isPresent() ? Optional.empty() : Optional.of(result(evaluation, results, stop));
    } catch (TrainingStoppedException e) {
      for (TrainingListener listener : listeners) {
        listener.stopped(at, session);
      }
      throw e;
    }
  }

  /** The session with the variables as they are; it belongs to the network. */
  public Session session() {
    return session;
  }

  /** The steps that an epoch still has, or those until it is to stop; returns where the run is. */
  private Progress steps(Progress from, BooleanSupplier stop) throws IOException {
    Progress at = from;
    int[] order = Batches.order(split.train(), plan.seed(), at.epochs());
    try (BatchFeed feed =
            new BatchFeed(
                dataset,
                order,
                image -> plan.batchEnd(image, order.length),
                at.images(),
                filler(at.epochs()));
        Steps step = place.begin(session);
        TBool inference = TBool.scalarOf(false)) {
      while (feed.hasNext() && !stop.getAsBoolean()) {
        long start = System.nanoTime();
        BatchTensors batch = feed.next();
        float rate = rates.of(at);
        float cost = DivergedException.finite(step.take(batch, rate), at);
        if (feed.from() % plan.reportEvery() == 0) {
          step.settle();
          report(at.epochs(), feed.from(), batch, inference);
        }
        at = at.afterStep(feed.to() - feed.from(), cost, (System.nanoTime() - start) / 1e9);
        var end = new TrainingListener.StepEnd(at, order.length, cost, rate, () -> settled(step));
        for (TrainingListener listener : listeners) {
          listener.stepDone(end);
        }
      }
      step.settle();
    }
    return at;
  }

  private BatchTensors.Filler filler(int epoch) {
    if (plan.learning().augmentation().isNone()) {
      return Batches::fill;
    }
    Augmenter augmenter =
        new Augmenter(plan.learning().augmentation(), dataset.shape(), plan.seed());
    return (images, order, from, to, pixels, labels) ->
        augmenter.fill(images, order, epoch, from, to, pixels, labels);
  }

  private Session settled(Steps steps) {
    steps.settle();
    return session;
  }

  private void report(int epoch, int from, BatchTensors batch, TBool inference) {
    TrainingListener.BatchReport report;
    try (Result result =
        batch
            .runner(session, inference)
            .fetch(TensorNames.COST)
            .fetch(TensorNames.ACCURACY)
            .run()) {
      report =
          new TrainingListener.BatchReport(
              epoch,
              from,
              ((TFloat32) result.get(0)).getFloat(),
              ((TFloat32) result.get(1)).getFloat());
    }
    for (TrainingListener listener : listeners) {
      listener.batchReported(report);
    }
  }

  /** Evaluates and announces an epoch. */
  private EpochResult endEpoch(
      int epoch, Progress at, EpochEvaluation evaluation, List<EpochResult> before)
      throws IOException {
    evaluation.run(epoch);
    EpochResult result =
        evaluation.result(epoch, at, epoch < 0 ? Float.NaN : rates.last(at, epoch));
    List<EpochResult> all = new ArrayList<>(before);
    all.add(result);
    boolean best =
        plan.learning().stopping().best()
            && Learning.Stopping.bestOf(all).filter(result::equals).isPresent();
    var end =
        new TrainingListener.EpochEnd(
            result, evaluation.train(), evaluation.heldOut(), best, session);
    for (TrainingListener listener : listeners) {
      listener.epochEnded(end);
    }
    return result;
  }

  /** The network that training came to, on the training and on the test part. */
  private Trained result(
      EpochEvaluation evaluation, List<EpochResult> results, BooleanSupplier stop)
      throws IOException {
    Optional<EpochResult> best =
        plan.learning().stopping().best() ? Learning.Stopping.bestOf(results) : Optional.empty();
    if (best.isPresent() && best.get().epoch() != results.get(results.size() - 1).epoch()) {
      restore(best.get().epoch());
      evaluation.forget();
    }
    if (Temperature.isIn(session)) {
      Temperature.fit(session, dataset, split.validation(), stop);
    }
    return evaluation.trained();
  }

  private void restore(int epoch) throws IOException {
    for (TrainingListener listener : listeners) {
      if (listener.restoreBest(epoch, session)) {
        return;
      }
    }
    throw new IllegalStateException(
        "epoch " + epoch + " was the best, but no listener kept its network");
  }
}
