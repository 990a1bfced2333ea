package org.glyphnet.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.Split;
import org.glyphnet.network.AdamSpec;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.GraphVariables;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Preset;
import org.glyphnet.network.SessionSettings;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;

/** Tiny pictures, and networks for them, that train in a moment. */
public final class Fixtures {
  /** Two threads, so that a race between operations has a chance to show. */
  public static final SessionSettings SETTINGS = new SessionSettings(2);

  /** Large steps, so that a few epochs are enough. */
  public static final AdamSpec FAST = new AdamSpec(0.01f, 0.5f, 0.999f, 1e-8f);

  private static final int SIDE = 8;
  private static final List<String> CLASSES = List.of("horizontal", "vertical", "diagonal");

  private Fixtures() {}

  /** Grey 8x8 pictures of noise with a bar across it; which way it runs is the class. */
  public static ImageDataset bars(int count) {
    Random random = new Random(17);
    byte[] pixels = new byte[count * SIDE * SIDE];
    int[] labels = new int[count];
    for (int image = 0; image < count; image++) {
      labels[image] = image % CLASSES.size();
      int place = random.nextInt(SIDE);
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          boolean bright =
              switch (labels[image]) {
                case 0 -> y == place;
                case 1 -> x == place;
                default -> (x + y) % SIDE == place;
              };
          pixels[(image * SIDE + y) * SIDE + x] = (byte) ((bright ? 200 : 0) + random.nextInt(50));
        }
      }
    }
    return new ImageDataset(
        "bars", new ImageShape(SIDE, SIDE, 1), pixels, labels, CLASSES, OptionalInt.empty());
  }

  /** The last images test, the others train, out of order. */
  public static Split split(ImageDataset dataset, int test) {
    int train = dataset.count() - test;
    return new Split(
        IntStream.range(0, train).map(i -> train - 1 - i).toArray(),
        IntStream.range(train, dataset.count()).toArray());
  }

  /** A network for {@link #bars} with 3 and 4 filters and 6 units. */
  public static NetworkSpec spec() {
    return NetworkSpec.of(Preset.COMPACT)
        .withImage(SIDE, SIDE, 1)
        .withClasses(CLASSES.size())
        .withSizes(3, 4, 6);
  }

  /** That network, ready to be trained; the caller closes it. */
  public static ConvNet net(long seed) {
    return ConvNet.forTraining(spec(), FAST, seed);
  }

  /** The bits of every variable, by name. */
  public static Map<String, List<Integer>> bits(ConvNet net, Session session) {
    Map<String, List<Integer>> bits = new HashMap<>();
    for (GraphVariables.Entry<?> variable : net.variables()) {
      try (Result result = session.runner().fetch(variable.name() + "/read").run()) {
        bits.put(variable.name(), bits(result.get(0)));
      }
    }
    return bits;
  }

  /** The bits of a tensor, in groups of 32. */
  public static List<Integer> bits(Tensor tensor) {
    var data = tensor.asRawTensor().data();
    return IntStream.range(0, Math.toIntExact(data.asInts().size()))
        .mapToObj(i -> data.asInts().getInt(i))
        .toList();
  }

  /** A float32 tensor's elements in row-major order. */
  public static float[] floats(TFloat32 tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }

  /** A listener that keeps what it hears. */
  public static final class Recorder implements TrainingListener {
    public final List<String> calls = new ArrayList<>();
    public final List<BatchReport> reports = new ArrayList<>();
    public final List<EpochResult> results = new ArrayList<>();
    public final List<int[]> trainPredictions = new ArrayList<>();

    @Override
    public void epochStarted(int epoch, int images) {
      calls.add("epoch " + epoch + " of " + images);
    }

    @Override
    public void stepDone(StepEnd end) {
      calls.add("step " + end.epoch() + ": " + end.progress().images());
    }

    @Override
    public void batchReported(BatchReport report) {
      calls.add("report " + report.epoch() + ": " + report.image());
      reports.add(report);
    }

    @Override
    public void evaluationStarted(int images) {
      calls.add("evaluation of " + images);
    }

    @Override
    public void epochEnded(EpochEnd end) throws IOException {
      calls.add("end " + end.result().epoch());
      results.add(end.result());
      trainPredictions.add(
          Arrays.copyOf(end.train().predictions(), end.train().predictions().length));
    }
  }
}
