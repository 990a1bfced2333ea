package org.glyphnet.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImagePreparation;
import org.glyphnet.network.AdamSpec;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Precision;
import org.glyphnet.training.EpochResult;
import org.glyphnet.training.Evaluation;
import org.glyphnet.training.Progress;
import org.glyphnet.training.TrainingPlan;

/**
 * What {@code run.json} tells of a run: enough to see what was done, on what, where and with which
 * result, to verify it and to go on with it. Immutable.
 *
 * @param run the run's name
 * @param times when it began and ended
 * @param options every setting by name, given or default, for people and for comparing runs
 * @param setup what decides which numbers are trained, beside the data
 * @param outputs what is kept of it, and where
 * @param data what it was trained on
 * @param environment what it was computed with
 * @param epochs result of each epoch so far, -1 first
 * @param outcome the trained network; null until the last epoch is done
 * @param formatZeroSha256 what checkpoints of a run that was begun in format 0 bear as a checksum
 *     of all that is trained with; null for others
 */
public record RunRecord(
    String run,
    Times times,
    Map<String, String> options,
    Setup setup,
    Outputs outputs,
    Data data,
    Environment environment,
    List<EpochResult> epochs,
    Outcome outcome,
    String formatZeroSha256) {

  public RunRecord {
    PlainName.recorded("run", run);
    epochs = List.copyOf(epochs);
    times = times == null ? new Times(null, null) : times;
    environment = environment == null ? new Environment(null, null) : environment;
  }

  /**
   * When; ISO 8601, UTC.
   *
   * @param started when it began
   * @param finished when it ended; null while it runs and when it was cut short
   */
  public record Times(String started, String finished) {}

  /**
   * What decides which numbers are trained, beside the data.
   *
   * @param network the network
   * @param optimizer the optimiser
   * @param training the plan, with the seed
   * @param precision what the training step multiplies in
   * @param threads threads that computed
   * @param start what it started from; null for random weights
   */
  public record Setup(
      NetworkSpec network,
      AdamSpec optimizer,
      TrainingPlan training,
      Precision precision,
      int threads,
      Start start) {
    public Setup {
      precision = precision == null ? Precision.FLOAT32 : precision;
    }
  }

  /**
   * The trained model that a run started from.
   *
   * @param version folder of its version
   * @param sha256 of its weights
   */
  public record Start(StoredPath version, String sha256) {}

  /**
   * What is kept of a run, and where.
   *
   * @param savedModels folder of the models
   * @param model name of its SavedModel
   * @param maxToKeep how many of the checkpoints after each epoch are kept
   * @param saveEvery steps from one checkpoint within an epoch to the next; null for none
   */
  public record Outputs(StoredPath savedModels, String model, int maxToKeep, Integer saveEvery) {
    public Outputs {
      PlainName.recorded("model", model);
    }
  }

  /**
   * What a run was trained on.
   *
   * @param dataset the choice as typed, such as {@code mnist} or {@code idx:DIR}; for {@code auto}
   *     what it came to
   * @param folder where its files were; null where it had none, or they came from the cache
   * @param notice why another data set than the wanted one was taken, empty when it was not
   * @param sha256 of the content, see {@link org.glyphnet.data.ImageDataset#sha256}
   * @param images number of images
   * @param cut whether that is only the first part of the data set
   * @param classNames in label order
   * @param split {@code random} or {@code canonical}
   * @param train number of training images
   * @param test number of test images
   * @param made how the images were made; null in older records
   */
  public record Data(
      String dataset,
      StoredPath folder,
      String notice,
      String sha256,
      int images,
      boolean cut,
      List<String> classNames,
      String split,
      int train,
      int test,
      Made made) {}

  /**
   * How the images were made, for them to be made again.
   *
   * @param preparation from pictures; null where that is not known
   * @param skipUnreadable whether pictures that could not be read were left out
   * @param validation share of the training images that choices are made by, 0 for none
   */
  public record Made(ImagePreparation preparation, boolean skipUnreadable, double validation) {}

  /**
   * The trained network's evaluation, which every restored one must repeat.
   *
   * @param train on the training images
   * @param test on the test images
   * @param checkpoint the final checkpoint's prefix, relative to the run's folder
   * @param savedModel the exported version's folder
   */
  public record Outcome(Result train, Result test, String checkpoint, StoredPath savedModel) {
    public Outcome {
      if (checkpoint == null || checkpoint.matches("(^|.*[/\\\\])\\.\\.([/\\\\].*|$)|[/\\\\].*")) {
        throw new DataException(
            "'" + checkpoint + "' is no checkpoint in the run's folder; damaged or forged");
      }
    }
  }

  /**
   * An evaluation without its predictions.
   *
   * @param accuracy share of the images classified right, in [0, 1]
   * @param cost mean cost in inference mode
   * @param scoresSha256 see {@link Evaluation#scoresSha256}
   */
  public record Result(double accuracy, double cost, String scoresSha256) {
    /** Of an evaluation. */
    public static Result of(Evaluation evaluation) {
      return new Result(evaluation.accuracy(), evaluation.cost(), evaluation.scoresSha256());
    }

    /** The whole evaluation, with the predictions that are kept elsewhere. */
    public Evaluation with(int[] predictions) {
      return new Evaluation(accuracy, cost, predictions, scoresSha256);
    }
  }

  /** The network. */
  public NetworkSpec network() {
    return setup.network();
  }

  /** The plan, with the seed. */
  public TrainingPlan training() {
    return setup.training();
  }

  /** Threads that computed. */
  public int threads() {
    return setup.threads();
  }

  /** Versions of what computed. */
  public Map<String, String> versions() {
    return environment.versions();
  }

  /** The machine that computed. */
  public Map<String, String> machine() {
    return environment.machine();
  }

  /** Whether the run was trained to its end. */
  public boolean isFinished() {
    return outcome != null;
  }

  /** The same record with one epoch more. */
  public RunRecord withEpoch(EpochResult epoch) {
    List<EpochResult> more = new ArrayList<>(epochs);
    more.add(epoch);
    return with(times, more, outcome);
  }

  /** The same record as it was when the run stood elsewhere, for it to go on from there. */
  public RunRecord backTo(Progress progress) {
    List<EpochResult> done =
        progress.equals(Progress.START)
            ? List.of()
            : epochs.stream().filter(epoch -> epoch.epoch() < progress.epochs()).toList();
    return with(new Times(times.started(), null), done, null);
  }

  /**
   * The same record with another plan and other outputs.
   *
   * @param allOptions every setting by name, as it is now
   */
  public RunRecord with(TrainingPlan plan, Outputs newOutputs, Map<String, String> allOptions) {
    Setup newSetup =
        new Setup(
            setup.network(),
            setup.optimizer(),
            plan,
            setup.precision(),
            setup.threads(),
            setup.start());
    return new RunRecord(
        run,
        times,
        allOptions,
        newSetup,
        newOutputs,
        data,
        environment,
        epochs,
        outcome,
        formatZeroSha256);
  }

  /** The same record with the outcome. */
  public RunRecord finished(String when, Outcome result) {
    return with(new Times(times.started(), when), epochs, result);
  }

  private RunRecord with(Times newTimes, List<EpochResult> newEpochs, Outcome newOutcome) {
    return new RunRecord(
        run,
        newTimes,
        options,
        setup,
        outputs,
        data,
        environment,
        newEpochs,
        newOutcome,
        formatZeroSha256);
  }
}
