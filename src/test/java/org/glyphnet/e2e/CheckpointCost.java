package org.glyphnet.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.data.sources.DatasetChoice;
import org.glyphnet.data.sources.Datasets;
import org.glyphnet.network.AdamSpec;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.saving.Checkpoints;
import org.glyphnet.training.Trainer;
import org.glyphnet.training.TrainingListener;
import org.glyphnet.training.TrainingPlan;

/** What saving a checkpoint after each epoch costs a run of the book's network on MNIST. */
final class CheckpointCost {
  private CheckpointCost() {}

  /**
   * Trains for some epochs.
   *
   * @return seconds that went into checkpoints, and seconds of the run
   */
  static double[] measure(Path mnist, Path checkpoints, int epochs) throws IOException {
    Datasets.Notices silent =
        new Datasets.Notices() {
          @Override
          public void line(String text) {}

          @Override
          public void progress(String file, long bytes, long total) {}
        };
    ImageDataset dataset =
        new Datasets(Optional.of(mnist), checkpoints, silent)
            .load(new DatasetChoice.RealMnist(), Optional.empty(), 1)
            .dataset();
    Split split = Split.random(dataset, 1);
    TrainingPlan book = TrainingPlan.book();
    TrainingPlan plan = new TrainingPlan(epochs, book.batchSize(), book.reportEvery(), book.seed());
    long[] saving = {0};
    long start = System.nanoTime();
    try (ConvNet net = ConvNet.forTraining(NetworkSpec.bookText(), AdamSpec.book(), 1)) {
      Checkpoints measured = new Checkpoints(checkpoints, net, 10);
      TrainingListener clock =
          new TrainingListener() {
            @Override
            public void epochEnded(EpochEnd end) throws IOException {
              long before = System.nanoTime();
              measured.epochEnded(end);
              saving[0] += System.nanoTime() - before;
            }
          };
      Trainer trainer =
          new Trainer(net, SessionSettings.ofThisMachine(), dataset, split, plan, List.of(clock));
      trainer.train();
    }
    return new double[] {saving[0] / 1e9, (System.nanoTime() - start) / 1e9};
  }
}
