package org.glyphnet.job;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.glyphnet.data.sources.DatasetChoice;
import org.glyphnet.network.AdamSpec;
import org.glyphnet.network.Precision;
import org.glyphnet.network.Preset;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.training.TrainingPlan;

/**
 * Everything that a training run is told. Immutable.
 *
 * @param data which images
 * @param network the network
 * @param optimizer the optimiser
 * @param plan how long, in what portions, from which seed
 * @param precision what the training step multiplies in
 * @param session how the machine is used
 * @param outputs what is kept, and where
 * @param learning how to learn; takes the place of the plan's
 * @param start what it starts from
 */
public record TrainingSettings(
    DataSettings data,
    NetworkSettings network,
    AdamSpec optimizer,
    TrainingPlan plan,
    Precision precision,
    SessionSettings session,
    OutputSettings outputs,
    LearningSettings learning,
    StartSettings start) {

  /** Settings that say where things are, or what is told and kept, and decide no result. */
  private static final Set<String> PLACES =
      Set.of(
          "run",
          "runs-dir",
          "saved-models",
          "model",
          "data-dir",
          "threads",
          "max-to-keep",
          "report-every",
          "save-every",
          OutputSettings.PROMOTE);

  /** The book's run on a data set, into the folders {@code runs} and {@code saved_models}. */
  public static TrainingSettings book(DatasetChoice choice) {
    return new TrainingSettings(
        DataSettings.of(choice),
        NetworkSettings.of(Preset.BOOK_TEXT),
        AdamSpec.book(),
        TrainingPlan.book(),
        Precision.FLOAT32,
        SessionSettings.ofThisMachine(),
        OutputSettings.into(Path.of("runs"), Path.of("saved_models")),
        LearningSettings.BOOK,
        StartSettings.RANDOM);
  }

  /** The same with other images. */
  public TrainingSettings withData(DataSettings newData) {
    return new TrainingSettings(
        newData, network, optimizer, plan, precision, session, outputs, learning, start);
  }

  /** The same with another network. */
  public TrainingSettings withNetwork(NetworkSettings newNetwork) {
    return new TrainingSettings(
        data, newNetwork, optimizer, plan, precision, session, outputs, learning, start);
  }

  /** The same with another plan. */
  public TrainingSettings withPlan(TrainingPlan newPlan) {
    return new TrainingSettings(
        data, network, optimizer, newPlan, precision, session, outputs, learning, start);
  }

  /** The same with another use of the machine. */
  public TrainingSettings withSession(SessionSettings newSession) {
    return new TrainingSettings(
        data, network, optimizer, plan, precision, newSession, outputs, learning, start);
  }

  /** The same with other outputs. */
  public TrainingSettings withOutputs(OutputSettings newOutputs) {
    return new TrainingSettings(
        data, network, optimizer, plan, precision, session, newOutputs, learning, start);
  }

  /** The same with another start. */
  public TrainingSettings withStart(StartSettings newStart) {
    return new TrainingSettings(
        data, network, optimizer, plan, precision, session, outputs, learning, newStart);
  }

  /** Whether a setting, by its name, decides what is trained. */
  public static boolean isDecisive(String name) {
    return !PLACES.contains(name);
  }

  /**
   * The first setting by name that decides what is trained and was another in a run; a setting that
   * the run's record does not know was at its default.
   */
  Optional<String> firstDifference(Map<String, String> recorded) {
    Map<String, String> defaults = book(data.choice()).values();
    return values().entrySet().stream()
        .filter(setting -> isDecisive(setting.getKey()))
        .filter(
            setting ->
                !setting
                    .getValue()
                    .equals(
                        recorded.getOrDefault(setting.getKey(), defaults.get(setting.getKey()))))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Every setting by name, given or default, as a run's record tells them. */
  public Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    data.addTo(values);
    values.put("seed", Long.toString(plan.seed()));
    network.addTo(values);
    learning.addTo(values);
    start.addTo(values);
    values.put("learning-rate", Numbers.plain(optimizer.learningRate()));
    values.put("beta1", Numbers.plain(optimizer.beta1()));
    values.put("beta2", Numbers.plain(optimizer.beta2()));
    values.put("adam-epsilon", Numbers.plain(optimizer.epsilon()));
    values.put("epochs", Integer.toString(plan.epochs()));
    values.put("batch-size", Integer.toString(plan.batchSize()));
    values.put("report-every", Integer.toString(plan.reportEvery()));
    values.put("precision", precision.toString());
    values.put("threads", Integer.toString(session.threads()));
    outputs.addTo(values);
    return values;
  }
}
