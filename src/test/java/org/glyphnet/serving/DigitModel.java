package org.glyphnet.serving;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.synthetic.SyntheticDigits;
import org.glyphnet.network.AdamSpec;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Preset;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.saving.SavedModelExporter;
import org.glyphnet.training.Fixtures;
import org.glyphnet.training.Trainer;
import org.glyphnet.training.TrainingPlan;

/** A small network that knows handwritten digits after a few seconds. */
final class DigitModel {
  private static final int IMAGES = 14_000;

  private DigitModel() {}

  /** Trains it on synthetic digits and exports it; returns the version's folder. */
  static Path export(Path model) throws IOException {
    ImageDataset digits = SyntheticDigits.generate(IMAGES, 1);
    AdamSpec adam = new AdamSpec(0.001f, 0.9f, 0.999f, 1e-8f);
    SessionSettings settings = SessionSettings.ofThisMachine();
    try (ConvNet net = ConvNet.forTraining(NetworkSpec.of(Preset.COMPACT), adam, 1)) {
      Trainer trainer =
          new Trainer(
              net,
              settings,
              digits,
              Fixtures.split(digits, 1000),
              new TrainingPlan(3, 64, 1000, 1),
              List.of());
      trainer.train();
      return SavedModelExporter.export(
          model, net, trainer.session(), settings, digits.classNames());
    }
  }
}
