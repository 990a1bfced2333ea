package org.glyphnet.mlflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.glyphnet.Internal;
import org.glyphnet.job.JobListener;
import org.glyphnet.mlflow.MlflowClient.Metric;
import org.glyphnet.mlflow.MlflowClient.Status;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.training.EpochResult;

/**
 * Tells an MLflow server of each run that a job trains: its options as parameters, each epoch's
 * numbers as metrics, and how it ended. A server that fails never stops a training: the first
 * failure is told in one line, what could not be sent is tried again after each epoch, and what is
 * left at the end is told in another.
 */
@Internal
public final class Mlflow implements JobListener, AutoCloseable {
  private static final String EXPERIMENT = "glyphnet";
  private static final String PARENT_TAG = "mlflow.parentRunId";

  private final MlflowServer server;
  private final MlflowClient client;
  private final Clock clock;
  private final Consumer<String> warnings;
  private final List<Metric> unsent = new ArrayList<>();
  private Optional<String> parent = Optional.empty();
  private RunRecord record;
  private Path folder;
  private String run;
  private int epochs;
  private boolean saved;
  private boolean warned;

  /**
   * @param clock tells the times of what is sent
   * @param warnings gets one line when something cannot be sent
   */
  public Mlflow(MlflowServer server, Clock clock, Consumer<String> warnings) {
    this.server = server;
    this.client = new MlflowClient(server);
    this.clock = clock;
    this.warnings = warnings;
  }

  /**
   * Makes the runs that follow parts of one, as a sweep's are.
   *
   * @param home folder of them all, whose name becomes the run's
   */
  public void beginParent(Path home) {
    tried(
        () -> {
          Files.createDirectories(home);
          String id = begin(home, home.getFileName().toString(), Map.of());
          parent = Optional.of(id);
        });
  }

  /** All runs of the parent have ended, or it was stopped. */
  public void endParent(boolean finished) {
    parent.ifPresent(
        id ->
            tried(
                () ->
                    client.update(id, finished ? Status.FINISHED : Status.KILLED, clock.millis())));
    parent = Optional.empty();
  }

  @Override
  public void begun(Begun begun) {
    record = begun.record();
    folder = begun.folder().path();
    run = null;
    unsent.clear();
    saved = false;
    epochs = 0;
    record.epochs().forEach(this::note);
    send();
  }

  @Override
  public void epochEnded(EpochEnd end) {
    note(end.result());
    send();
  }

  @Override
  public void written(Output output, Path path) {
    saved |= output == Output.CHECKPOINT;
  }

  @Override
  public void trainingEnded() {
    // Stopped or paused where neither is true: it can go on, and is then running again.
    boolean ended = saved || (record != null && epochs >= record.setup().training().epochs());
    end(ended ? Status.FINISHED : Status.KILLED);
  }

  /** The run that was begun last has failed. */
  public void failed() {
    if (record != null) {
      end(Status.FAILED);
    }
  }

  /** Tells what could not be sent. */
  @Override
  public void close() {
    if (!unsent.isEmpty()) {
      warnings.accept(
          "MLflow at "
              + server
              + ": the numbers of "
              + unsent.stream().map(Metric::step).distinct().count()
              + " epochs were not sent; they are in "
              + folder.resolve("epochs.csv"));
    }
  }

  private void end(Status status) {
    send();
    if (run != null) {
      tried(() -> client.update(run, status, clock.millis()));
    }
  }

  /** The numbers of an epoch; those that are not known are left out. */
  private void note(EpochResult result) {
    epochs = Math.max(epochs, result.epoch() + 1);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("cost", result.cost());
    numbers.put("train_accuracy", result.trainAccuracy());
    numbers.put("validation_accuracy", result.validationAccuracy());
    numbers.put("validation_cost", result.validationCost());
    numbers.put("test_accuracy", result.testAccuracy());
    numbers.put("learning_rate", result.learningRate());
    numbers.put("images_per_second", result.imagesPerSecond());
    long step = result.epoch() + 1L; // epochs that are behind it: 0 for the untrained network
    numbers.forEach(
        (key, value) -> {
          if (Double.isFinite(value)) {
            unsent.add(new Metric(key, value, clock.millis(), step));
          }
        });
  }

  /** Sends what has come together, the run itself first. */
  private void send() {
    tried(
        () -> {
          if (run == null) {
            run = begin(folder, record.run(), record.options());
          }
          client.logMetrics(run, unsent);
          unsent.clear();
        });
  }

  /** Begins a run of the server, or goes on with the one that the folder tells of. */
  private String begin(Path where, String name, Map<String, String> params) throws IOException {
    Optional<MlflowLink> link = MlflowLink.in(where, server);
    if (link.isPresent()) {
      client.update(link.get().run(), Status.RUNNING, clock.millis());
      return link.get().run();
    }
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("mlflow.source.name", "glyphnet");
    tags.put("mlflow.source.type", "LOCAL");
    tags.put("folder", where.toAbsolutePath().normalize().toString());
    parent.ifPresent(id -> tags.put(PARENT_TAG, id));
    String id = client.createRun(client.experiment(EXPERIMENT), name, clock.millis(), tags);
    client.logParams(id, params);
    new MlflowLink(server.toString(), id).write(where);
    return id;
  }

  private interface Call {
    void run() throws IOException;
  }

  private void tried(Call call) {
    try {
      call.run();
    } catch (IOException e) {
      if (!warned) {
        warnings.accept(
            "MLflow at " + server + ": " + e.getMessage() + "; the training goes on without");
        warned = true;
      }
    }
  }
}
