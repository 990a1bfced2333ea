package com.example;

import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.Split;
import org.glyphnet.network.AdamSpec;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Preset;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.training.Trainer;
import org.glyphnet.training.TrainingPlan;

/** Trains a small network to tell bars that lie from bars that stand; fails when it does not learn. */
public final class OwnTraining {
  private static final int SIDE = 8;
  private static final int COUNT = 400;

  private OwnTraining() {}

  public static void main(String[] args) throws Exception {
    NetworkSpec spec =
        NetworkSpec.of(Preset.COMPACT).withImage(SIDE, SIDE, 1).withClasses(2).withSizes(4, 4, 8);
    AdamSpec adam = new AdamSpec(0.01f, 0.5f, 0.999f, 1e-8f);
    ImageDataset bars = bars();
    try (ConvNet net = ConvNet.forTraining(spec, adam, 1)) {
Trainer trainer =
            new Trainer(
                net,
                new SessionSettings(2),
                bars,
                Split.random(bars, 1),
                new TrainingPlan(4, 16, 1000, 1),
                List.of());
      double accuracy = trainer.train().test().accuracy();
      System.out.println("accuracy " + accuracy);
      if (accuracy < 0.9) {
        throw new IllegalStateException("it has not learned: " + accuracy);
      }
    }
  }

  /** Noise with a bright bar across it. */
  private static ImageDataset bars() {
    Random random = new Random(7);
    byte[] pixels = new byte[COUNT * SIDE * SIDE];
    int[] labels = new int[COUNT];
    for (int image = 0; image < COUNT; image++) {
      labels[image] = image % 2;
      int place = random.nextInt(SIDE);
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        int along = labels[image] == 0 ? pixel / SIDE : pixel % SIDE;
        int light = random.nextInt(50) + (along == place ? 200 : 0);
        pixels[image * SIDE * SIDE + pixel] = (byte) light;
      }
    }
    return new ImageDataset(
        "bars", new ImageShape(SIDE, SIDE, 1), pixels, labels, List.of("lying", "standing"),
        OptionalInt.empty());
  }
}
