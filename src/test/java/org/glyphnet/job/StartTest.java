package org.glyphnet.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.glyphnet.data.DataException;
import org.glyphnet.data.Split;
import org.glyphnet.data.sources.DatasetChoice;
import org.glyphnet.network.ConvSpec;
import org.glyphnet.network.DenseSpec;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Preset;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecordFile;
import org.glyphnet.saving.SavedModels;
import org.glyphnet.saving.StartingModel;
import org.glyphnet.training.Recipe;
import org.glyphnet.training.StartingValues;
import org.glyphnet.training.TrainingPlan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run that starts from a trained model. */
class StartTest {
  private static final SessionSettings ONE_THREAD = new SessionSettings(1);

  @TempDir Path folder;

  private final List<String> lines = new ArrayList<>();
  private Path trained;

  @BeforeEach
  void trainTheModelToStartFrom() throws IOException {
    trained = train(settings("first", Recipe.BOOK, 1), () -> false).savedModel();
  }

  @ParameterizedTest
  @EnumSource(Recipe.class)
  void theNetworkIsReadOffAModelOfEveryRecipe(Recipe recipe) throws IOException {
    NetworkSpec spec;
    if (recipe == Recipe.MODERN) {
      TrainingSettings settings = settings("modern", recipe, 1);
      trained = train(settings, () -> false).savedModel();
      spec = record("modern").setup().network();
    } else {
      spec = record("first").setup().network();
    }

    NetworkSpec read = StartingModel.read(trained, ONE_THREAD).spec();

    assertThat(read.withDropout(0).withBatchNorm(0, spec.batchNorm().epsilon()))
        .isEqualTo(spec.withDropout(0).withBatchNorm(0, spec.batchNorm().epsilon()));
    assertThat(read.batchNorm().epsilon()).isEqualTo(spec.batchNorm().epsilon());
  }

  @Test
  void frozenConvolutionsAreTheModelsToTheBitAndTheRestMoves() throws IOException {
    Map<String, StartingValues.Value> before = weights(trained);

    Path second =
        train(from(settings("second", Recipe.BOOK, 1), trained, true), () -> false).savedModel();

    Map<String, StartingValues.Value> after = weights(second);
    assertThat(after.get("Conv2d_Layer2/kernel").numbers())
        .isEqualTo(before.get("Conv2d_Layer2/kernel").numbers());
    assertThat(after.get("DenseLayer3/kernel").numbers())
        .isNotEqualTo(before.get("DenseLayer3/kernel").numbers());
    assertThat(lines)
        .anySatisfy(
            line -> assertThat(line).startsWith("Starts from").contains("stay as they are"));
  }

  @Test
  void aRunsFolderStandsForItsModel() throws IOException {
    train(
        from(settings("second", Recipe.BOOK, 1), folder.resolve("runs/first"), false), () -> false);

    assertThat(record("second").setup().start().sha256())
        .isEqualTo(StartingModel.read(trained, ONE_THREAD).sha256());
  }

  @Test
  void stoppedBeforeItsFirstCheckpointItStartsFromTheModelAgain() throws IOException {
    TrainingSettings settings = from(settings("second", Recipe.BOOK, 1), trained, false);
    train(settings, () -> false);
    Path whole = checkpoint("second");
    int[] asked = {0};
    job(() -> ++asked[0] > 1).train(from(settings("stopped", Recipe.BOOK, 1), trained, false));
    RunFolder stopped = new RunFolder(folder.resolve("runs/stopped"));
    try (var all = Files.walk(stopped.checkpoints())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Files.delete(file); // as if it had been killed before the first was saved
      }
    }

    TrainingResult resumed = job(() -> false).resume(stopped, ResumeChanges.NONE);

    assertThat(resumed).isInstanceOf(TrainingResult.Finished.class);
    assertThat(checkpoint("stopped")).hasSameBinaryContentAs(whole);
  }

  @Test
  void anotherModelInItsPlaceIsRefusedOnResume() throws IOException {
    TrainingSettings settings = from(settings("second", Recipe.BOOK, 1), trained, false);
    train(settings, () -> false);
    RunFolder run = new RunFolder(folder.resolve("runs/second"));
    RunRecord.Start was = record("second").setup().start();

    assertThatThrownBy(
            () -> Start.again(new RunRecord.Start(was.version(), "0".repeat(64)), run, ONE_THREAD))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is not the model that the run started from");
  }

  @Test
  void aSoundVersionIsPromoted() throws IOException {
    train(settings("again", Recipe.BOOK, 1).withOutputs(outputs("again", "first")), () -> false);
    Path model = trained.getParent();

    Promotion.promote(model, 1);

    assertThat(SavedModels.versions(model)).containsOnlyKeys(1L, 2L);
    assertThat(SavedModels.version(model)).isEqualTo(model.resolve("1"));
    assertThat(SavedModels.heldOut(model.resolve("2"))).isEqualTo(SavedModels.heldOut(trained));
  }

  @Test
  void convolutionsOfNoModelCannotBeFrozen() {
    assertThatThrownBy(() -> new StartSettings(Optional.empty(), true))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("start from a model");
  }

  private TrainingSettings settings(String run, Recipe recipe, int epochs) {
    TrainingSettings book = TrainingSettings.book(new DatasetChoice.Synthetic());
    NetworkSettings network = NetworkSettings.of(Preset.COMPACT);
    if (recipe == Recipe.MODERN) {
      network =
          new NetworkSettings(
              Preset.COMPACT,
              new NetworkSettings.Sizes(4, 6, 8, 3),
              network.padding(),
              network.activation(),
              network.dropout(),
              network.batchNorm(),
              recipe,
              new LayerSettings(
                  Optional.of(
                      List.of(
                          new ConvSpec.Layer(4, 3, false),
                          new ConvSpec.Layer(6, 3, true),
                          new ConvSpec.Layer(6, 3, true))),
                  Optional.of(List.of(9)),
                  Optional.of(ConvSpec.FeaturePooling.GLOBAL),
                  Optional.of(true),
                  Optional.of(DenseSpec.Head.LOGITS),
                  Optional.of(true),
                  true));
    } else {
      network = network.withSizes(new NetworkSettings.Sizes(4, 6, 16, 5));
    }
    return new TrainingSettings(
        new DataSettings(
            book.data().choice(),
            Optional.empty(),
            Optional.of(210),
            Split.Kind.RANDOM,
            PictureSettings.USUAL,
            recipe == Recipe.MODERN ? 0.1 : 0),
        network,
        book.optimizer(),
        new TrainingPlan(epochs, 32, 1000, 1),
        book.precision(),
        ONE_THREAD,
        OutputSettings.into(folder.resolve("runs"), folder.resolve("saved_models")).named(run, run),
        LearningSettings.BOOK,
        StartSettings.RANDOM);
  }

  private OutputSettings outputs(String run, String model) {
    return OutputSettings.into(folder.resolve("runs"), folder.resolve("saved_models"))
        .named(run, model);
  }

  private static TrainingSettings from(TrainingSettings settings, Path model, boolean frozen) {
    return settings.withStart(new StartSettings(Optional.of(model), frozen));
  }

  private record Trained(Path savedModel) {}

  private Trained train(TrainingSettings settings, BooleanSupplier stop) throws IOException {
    job(stop).train(settings);
    String run = settings.outputs().run().orElseThrow();
    return new Trained(
        record(run).outcome().savedModel().resolve(new RunFolder(folder.resolve("runs/" + run))));
  }

  private TrainingJob job(BooleanSupplier stop) {
    JobListener hears =
        new JobListener() {
          @Override
          public void line(String text) {
            lines.add(text);
          }
        };
    return new TrainingJob(Clock.systemUTC(), List.of(hears), stop);
  }

  private RunRecord record(String run) throws IOException {
    return RunRecordFile.read(new RunFolder(folder.resolve("runs/" + run)).record());
  }

  private Path checkpoint(String run) {
    return folder.resolve("runs/" + run + "/checkpoints/classifier-final.data-00000-of-00001");
  }

  private static Map<String, StartingValues.Value> weights(Path version) throws IOException {
    return StartingModel.read(version, ONE_THREAD).values().values();
  }
}
