package org.glyphnet.saving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.network.ConvNet;
import org.glyphnet.training.Evaluation;
import org.glyphnet.training.Fixtures;
import org.glyphnet.training.Trainer;
import org.glyphnet.training.TrainingListener;
import org.glyphnet.training.TrainingPlan;
import org.tensorflow.Session;

/** A tiny network that was trained and saved after every epoch; owns network and session. */
final class TrainedRun implements AutoCloseable {
  static final ImageDataset DATASET = Fixtures.bars(60);
  static final Split SPLIT = Fixtures.split(DATASET, 12);

  private final ConvNet net;
  private final Trainer trainer;
  private final Checkpoints checkpoints;
  private final Path folder;

  /** How the checkpoint folder looked after each epoch, -1 first. */
  private final List<List<String>> filesAfterEpoch = new ArrayList<>();

  private TrainedRun(ConvNet net, Path folder, int epochs, int keep, long seed) {
    this.net = net;
    this.folder = folder;
    this.checkpoints = new Checkpoints(folder, net, keep);
    TrainingListener watcher =
        new TrainingListener() {
          @Override
          public void epochEnded(EpochEnd end) throws IOException {
            filesAfterEpoch.add(names(folder));
          }
        };
    this.trainer =
        new Trainer(
            net,
            Fixtures.SETTINGS,
            DATASET,
            SPLIT,
            new TrainingPlan(epochs, 8, 1000, seed),
            List.of(checkpoints, watcher));
  }

  /** Trains, with checkpoints into a folder. */
  static TrainedRun of(Path folder, int epochs, int keep, long seed) throws IOException {
    TrainedRun run = new TrainedRun(Fixtures.net(seed), folder, epochs, keep, seed);
    run.trainer.train();
    return run;
  }

  /** Two epochs. */
  static TrainedRun of(Path folder) throws IOException {
    return of(folder, 2, 10, 1);
  }

  Path saveFinal() throws IOException {
    return checkpoints.saveFinal(session());
  }

  Path export(Path model) throws IOException {
    return SavedModelExporter.export(
        model, net, session(), Fixtures.SETTINGS, DATASET.classNames());
  }

  ConvNet net() {
    return net;
  }

  Session session() {
    return trainer.session();
  }

  Path folder() {
    return folder;
  }

  List<List<String>> filesAfterEpoch() {
    return filesAfterEpoch;
  }

  RestoreCheck.Parts evaluate() {
    return evaluate(session());
  }

  static RestoreCheck.Parts evaluate(Session session) {
    return new RestoreCheck.Parts(
        Evaluation.of(session, DATASET, SPLIT.train()),
        Evaluation.of(session, DATASET, SPLIT.test()));
  }

  /** Names of what is in a folder, hidden files too, sorted. */
  static List<String> names(Path folder) throws IOException {
    try (var children = Files.list(folder)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public void close() {
    net.close();
  }
}
