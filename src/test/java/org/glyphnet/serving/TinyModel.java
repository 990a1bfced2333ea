package org.glyphnet.serving;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.network.AdamSpec;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Preset;
import org.glyphnet.network.TensorNames;
import org.glyphnet.saving.SavedModelExporter;
import org.glyphnet.training.Fixtures;
import org.glyphnet.training.Trainer;
import org.glyphnet.training.TrainingPlan;
import org.tensorflow.Result;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * A tiny network that has learned {@link Fixtures#bars}, with its training session still open; owns
 * both.
 */
public final class TinyModel implements AutoCloseable {
  public static final ImageDataset BARS = Fixtures.bars(60);

  /** A network for MNIST's images that has learned nothing: enough where only sizes matter. */
  public static final NetworkSpec DIGITS = NetworkSpec.of(Preset.COMPACT).withSizes(2, 3, 4);

  private final ConvNet net;
  private final Trainer trainer;

  private TinyModel(ConvNet net, Trainer trainer) {
    this.net = net;
    this.trainer = trainer;
  }

  public static TinyModel trained(long seed) throws IOException {
    ConvNet net = Fixtures.net(seed);
    Trainer trainer =
        new Trainer(
            net,
            Fixtures.SETTINGS,
            BARS,
            Fixtures.split(BARS, 12),
            new TrainingPlan(4, 8, 1000, seed),
            List.of());
    trainer.train();
    return new TinyModel(net, trainer);
  }

  /** Exports it as the model's next version; returns that version's folder. */
  public Path export(Path model) throws IOException {
    return SavedModelExporter.export(
        model, net, trainer.session(), Fixtures.SETTINGS, BARS.classNames());
  }

  /** Exports an untrained network for 28x28 images in ten classes. */
  public static Path exportDigits(Path model, long seed) throws IOException {
    List<String> names = java.util.stream.IntStream.range(0, 10).mapToObj(i -> "" + i).toList();
    return exportUntrained(model, DIGITS, names, seed);
  }

  /** Exports an untrained network of any size. */
  public static Path exportUntrained(Path model, NetworkSpec spec, List<String> names, long seed)
      throws IOException {
    try (ConvNet net = ConvNet.forTraining(spec, AdamSpec.book(), seed);
        var session = new org.tensorflow.Session(net.graph(), Fixtures.SETTINGS.toConfig())) {
      session.initialize();
      return SavedModelExporter.export(model, net, session, Fixtures.SETTINGS, names);
    }
  }

  /** The training graph's scores of a batch in inference mode, image after image. */
  public float[] trainingScores(List<float[]> images) {
    var shape = BARS.shape();
    try (TFloat32 batch =
            TFloat32.tensorOf(
                Shape.of(images.size(), shape.height(), shape.width(), shape.channels()));
        TBool inference = TBool.scalarOf(false)) {
      for (int i = 0; i < images.size(); i++) {
        batch.asRawTensor().data().asFloats().offset((long) i * shape.size()).write(images.get(i));
      }
      try (Result result =
          trainer
              .session()
              .runner()
              .feed(TensorNames.IMAGE, batch)
              .feed(TensorNames.IS_TRAINING, inference)
              .fetch(TensorNames.SCORES)
              .run()) {
        return Fixtures.floats((TFloat32) result.get(0));
      }
    }
  }

  /** An image of the data set as the network is fed with it. */
  public static float[] image(int index) {
    float[] pixels = new float[BARS.shape().size()];
    BARS.copyScaled(index, pixels, 0);
    return pixels;
  }

  @Override
  public void close() {
    net.close();
  }
}
