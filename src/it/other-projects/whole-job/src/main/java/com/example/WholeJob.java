package com.example;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.data.synthetic.SyntheticDigits;
import org.glyphnet.network.AdamSpec;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Preset;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.saving.Checkpoints;
import org.glyphnet.saving.RestoreCheck;
import org.glyphnet.saving.SavedModelExporter;
import org.glyphnet.training.Trainer;
import org.glyphnet.training.TrainingPlan;

/** Trains on drawn digits, saves twice and checks both; fails when a restored network differs. */
public final class WholeJob {
  private WholeJob() {}

  /** Takes the folder to save to. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0], "checkpoints"));
    SessionSettings settings = SessionSettings.ofThisMachine();
    ImageDataset digits = SyntheticDigits.generate(700, 1);
    Split split = Split.random(digits, 1);
    NetworkSpec spec = NetworkSpec.of(Preset.COMPACT);
    try (ConvNet net = ConvNet.forTraining(spec, AdamSpec.book(), 1)) {
      Checkpoints saver = new Checkpoints(folder, net, 10);
      TrainingPlan plan = new TrainingPlan(1, 128, 1000, 1);
      Trainer trainer = new Trainer(net, settings, digits, split, plan, List.of(saver));
        var trained = RestoreCheck.Parts.of(trainer.train());
        Path checkpoint = saver.saveFinal(trainer.session());
        Path model = Path.of(args[0], "saved_models", "digits");
        List<String> names = digits.classNames();
        Path version = SavedModelExporter.export(model, net, trainer.session(), settings, names);
        if (!RestoreCheck.ofCheckpoint(trained, checkpoint, digits, split, settings).holds()
            || !RestoreCheck.ofSavedModel(trained, version, digits, split, settings).holds()) {
          throw new IllegalStateException("the restored network is not the trained one");
        }
      
    }
  }
}
