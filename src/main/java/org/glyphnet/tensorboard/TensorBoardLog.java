package org.glyphnet.tensorboard;

import com.google.protobuf.ByteString;
import java.awt.image.BufferedImage;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glyphnet.network.AdamSpec;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.GraphVariables;
import org.glyphnet.network.TensorNames;
import org.glyphnet.report.FilterBank;
import org.glyphnet.report.FilterGrid;
import org.glyphnet.report.PngImage;
import org.glyphnet.training.EpochResult;
import org.glyphnet.training.TrainingListener;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.Summary;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Writes each epoch into an event file for TensorBoard: cost, accuracies, learning rate and images
 * a second as scalars, the first layer's filters as a picture, and every trainable variable's
 * values as a histogram. Steps are the network's own count, 0 for the untrained one.
 *
 * <p>A run that goes on later writes another file into the same folder; TensorBoard reads them as
 * one and forgets what the first had beyond the point where the second begins.
 *
 * <p>Owns its file; {@link #close} closes it. What an epoch wrote is on the disk when the epoch has
 * ended.
 */
public final class TensorBoardLog implements TrainingListener, Closeable {
  private static final int RGB = 3;

  private final ConvNet net;
  private final AdamSpec adam;
  private final Clock clock;
  private final EventFile file;
  private boolean begun;

  /**
   * Begins a file.
   *
   * @param folder the run's
   * @param net the network that is trained
   * @param clock tells the messages' times
   */
  public TensorBoardLog(Path folder, ConvNet net, AdamSpec adam, Clock clock) throws IOException {
    this.net = net;
    this.adam = adam;
    this.clock = clock;
    this.file = EventFile.create(folder, clock.instant(), host());
  }

  /**
   * Tells the run's settings: a table on TensorBoard's Text page, and what its HParams page sorts
   * and compares runs by.
   *
   * @param run the run's name
   * @param settings each option's value, by name
   */
  public void settings(String run, Map<String, String> settings) throws IOException {
    double now = clock.millis() / 1e3;
    file.append(
        List.of(
            Event.newBuilder()
                .setWallTime(now)
                .setSummary(SettingsSummary.of(run, settings, now))
                .build()));
  }

  @Override
  public void epochEnded(EpochEnd end) throws IOException {
    long step = step(end.session());
    List<Event> events = new ArrayList<>();
    if (!begun) {
      // TensorBoard drops what earlier files have from this step on.
      events.add(
          event(step)
              .setSessionLog(SessionLog.newBuilder().setStatus(SessionLog.SessionStatus.START))
              .build());
      begun = true;
    }
    events.add(event(step).setSummary(scalars(end.result())).build());
    events.add(event(step).setSummary(filters(end.session())).build());
    events.add(event(step).setSummary(histograms(end.session())).build());
    file.append(events);
  }

  private Event.Builder event(long step) {
    return Event.newBuilder().setWallTime(clock.millis() / 1e3).setStep(step);
  }

  private Summary scalars(EpochResult result) {
    Summary.Builder summary = Summary.newBuilder();
    add(summary, "accuracy/train", result.trainAccuracy());
    add(summary, "accuracy/test", result.testAccuracy());
    add(summary, "learning_rate", adam.learningRate());
    if (result.epoch() >= 0) { // the untrained network has had no steps to cost or last anything
      add(summary, "cost", result.cost());
      add(summary, "images_per_second", result.imagesPerSecond());
    }
    return summary.build();
  }

  private static void add(Summary.Builder summary, String tag, double value) {
    summary.addValue(Summary.Value.newBuilder().setTag(tag).setSimpleValue((float) value));
  }

  private static Summary filters(Session session) {
    BufferedImage picture = FilterGrid.draw(FilterBank.read(session));
    Summary.Image image =
        Summary.Image.newBuilder()
            .setHeight(picture.getHeight())
            .setWidth(picture.getWidth())
            .setColorspace(RGB)
            .setEncodedImageString(ByteString.copyFrom(PngImage.bytes(picture)))
            .build();
    return Summary.newBuilder()
        .addValue(Summary.Value.newBuilder().setTag(FilterBank.LAYER + "/filters").setImage(image))
        .build();
  }

  private Summary histograms(Session session) {
    Summary.Builder summary = Summary.newBuilder();
    for (GraphVariables.Entry<?> variable : net.variables()) {
      if (variable.trainable()) {
        try (Result result = session.runner().fetch(variable.read()).run()) {
          Histograms.of(floats((TFloat32) result.get(0)))
              .ifPresent(
                  histogram ->
                      summary.addValue(
                          Summary.Value.newBuilder().setTag(variable.name()).setHisto(histogram)));
        }
      }
    }
    return summary.build();
  }

  private static float[] floats(TFloat32 tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }

  private static long step(Session session) {
    try (Result result = session.runner().fetch(TensorNames.GLOBAL_STEP).run()) {
      return ((TInt64) result.get(0)).getLong();
    }
  }

  /** The machine's name with nothing in it that a file's name cannot have. */
  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "_");
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
