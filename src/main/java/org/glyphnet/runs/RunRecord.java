package org.glyphnet.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glyphnet.network.AdamSpec;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.training.EpochResult;
import org.glyphnet.training.Evaluation;
import org.glyphnet.training.Progress;
import org.glyphnet.training.TrainingPlan;

/**
 * What {@code run.json} tells of a run: enough to see what was done, on what, where and with which
 * result, and to verify it. Immutable.
 *
 * @param run the run's name
 * @param started when it began, ISO 8601, UTC
 * @param finished when it ended; null while it runs and when it was cut short
 * @param options every option of the command line with its value, given or default
 * @param network the network
 * @param optimizer the optimiser
 * @param training the plan, with the seed
 * @param threads threads that computed
 * @param data what it was trained on
 * @param versions of what took part
 * @param machine where it ran
 * @param epochs result of each epoch so far, -1 first
 * @param outcome the trained network; null until the last epoch is done
 */
public record RunRecord(
    String run,
    String started,
    String finished,
    Map<String, String> options,
    NetworkSpec network,
    AdamSpec optimizer,
    TrainingPlan training,
    int threads,
    Data data,
    Map<String, String> versions,
    Map<String, String> machine,
    List<EpochResult> epochs,
    Outcome outcome) {

  public RunRecord {
    epochs = List.copyOf(epochs);
  }

  /**
   * What a run was trained on.
   *
   * @param dataset the choice as typed, such as {@code mnist} or {@code idx:DIR}; for {@code auto}
   *     what it came to
   * @param dataDir folder that {@code mnist} was read from, empty when it came from the cache
   * @param notice why another data set than the wanted one was taken, empty when it was not
   * @param sha256 of the content, see {@link org.glyphnet.data.ImageDataset#sha256}
   * @param images number of images
   * @param cut whether that is only the first part of the data set
   * @param classNames in label order
   * @param split {@code random} or {@code canonical}
   * @param train number of training images
   * @param test number of test images
   */
  public record Data(
      String dataset,
      String dataDir,
      String notice,
      String sha256,
      int images,
      boolean cut,
      List<String> classNames,
      String split,
      int train,
      int test) {}

  /**
   * The trained network's evaluation, which every restored one must repeat.
   *
   * @param trainAccuracy share of the training images classified right, in [0, 1]
   * @param testAccuracy the same of the test images
   * @param trainCost mean cost on the training images in inference mode
   * @param testCost the same on the test images
   * @param trainScoresSha256 see {@link Evaluation#scoresSha256}
   * @param testScoresSha256 see {@link Evaluation#scoresSha256}
   * @param checkpoint the final checkpoint's prefix, relative to the run's folder
   * @param savedModel the exported version's folder
   */
  public record Outcome(
      double trainAccuracy,
      double testAccuracy,
      double trainCost,
      double testCost,
      String trainScoresSha256,
      String testScoresSha256,
      String checkpoint,
      String savedModel) {}

  /** All that decides which numbers are trained, as a text. */
  public String trainedWith() {
    return String.join(
        "\n",
        network.toString(),
        optimizer.toString(),
        "batch size " + training.batchSize() + ", seed " + training.seed(),
        "threads " + threads + ", precision " + options.get("precision"),
        "data " + data.sha256() + ", " + data.images() + " images",
        "split " + data.split() + ", " + data.train() + " to train");
  }

  /** The same record with one epoch more. */
  public RunRecord withEpoch(EpochResult epoch) {
    List<EpochResult> more = new ArrayList<>(epochs);
    more.add(epoch);
    return new RunRecord(
        run, started, finished, options, network, optimizer, training, threads, data, versions,
        machine, more, outcome);
  }

  /** The same record as it was when the run stood elsewhere, for it to go on from there. */
  public RunRecord backTo(Progress progress) {
    List<EpochResult> done =
        progress.equals(Progress.START)
            ? List.of()
            : epochs.stream().filter(epoch -> epoch.epoch() < progress.epochs()).toList();
    return new RunRecord(
        run, started, null, options, network, optimizer, training, threads, data, versions, machine,
        done, null);
  }

  /**
   * The same record with another plan.
   *
   * @param allOptions every option of the command line with its value, as it is now
   */
  public RunRecord withPlan(TrainingPlan plan, Map<String, String> allOptions) {
    return new RunRecord(
        run,
        started,
        finished,
        allOptions,
        network,
        optimizer,
        plan,
        threads,
        data,
        versions,
        machine,
        epochs,
        outcome);
  }

  /** The same record with the outcome. */
  public RunRecord finished(String when, Outcome result) {
    return new RunRecord(
        run, started, when, options, network, optimizer, training, threads, data, versions, machine,
        epochs, result);
  }
}
