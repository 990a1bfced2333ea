package org.glyphnet.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.glyphnet.data.Split;
import org.glyphnet.data.sources.DatasetChoice;
import org.glyphnet.e2e.TinyDigits;
import org.glyphnet.network.AdamSpec;
import org.glyphnet.network.Preset;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecordFile;
import org.glyphnet.training.EpochResult;
import org.glyphnet.training.TrainingPlan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four runs of four epochs of which one in two goes on. */
class HalvingTest {
  private static final List<String> RATES = List.of("0.00001", "0.02", "0.005", "0.0001");
  private static final int EPOCHS = 4;

  @TempDir static Path folder;
  private static Sweep.Result result;

  @BeforeAll
  static void sweep() throws IOException {
    TinyDigits.write(folder.resolve("bars"), 210);
    result = sweep("whole", Integer.MAX_VALUE);
  }

  @Test
  void rungsAreTheNextOnesDividedUntilOneRunIsLeft() {
    assertThat(new Halving(3).rungs(10, 9)).containsExactly(1, 3, 10);
    assertThat(new Halving(3).rungs(27, 9)).containsExactly(3, 9, 27);
    assertThat(new Halving(3).rungs(2, 9)).containsExactly(2);
    assertThat(new Halving(3).rungs(10, 1)).containsExactly(10);
    assertThat(Halving.NONE.rungs(10, 9)).containsExactly(10);
    assertThat(new Halving(3).survivors(10)).isEqualTo(4);
  }

  @Test
  void atEachRungTheWorseHalfStops() throws IOException {
    Map<String, Long> epochs = new TreeMap<>();
    for (Sweep.Run run : result.runs()) {
      epochs.put(run.planned().name(), (long) run.epochs().size() - 1);
    }

    assertThat(epochs.values().stream().sorted().toList()).containsExactly(1L, 1L, 2L, 4L);
    assertThat(result.runs())
        .extracting(Sweep.Run::state)
        .containsExactly(
            Sweep.State.WINNER, Sweep.State.OUTDONE, Sweep.State.OUTDONE, Sweep.State.OUTDONE);
    assertThat(best(0)).as("of all four after one epoch").hasSize(4);
    assertThat(best(0).subList(0, 2))
        .containsExactlyInAnyOrderElementsOf(
            epochs.keySet().stream().filter(name -> epochs.get(name) > 1).toList());
  }

  @Test
  void theWinnerHasTheBitsOfARunThatNothingEverStopped() throws IOException {
    Sweep.Planned winner = result.winner().orElseThrow().planned();
    OutputSettings alone =
        OutputSettings.into(folder.resolve("alone"), folder.resolve("alone/models"))
            .named(winner.name(), winner.name());

    job(Integer.MAX_VALUE).train(winner.settings().withOutputs(alone));

    assertThat(checkpoint("whole", winner.name()))
        .hasSameBinaryContentAs(checkpoint("alone", winner.name()));
  }

  @Test
  void theTestPartIsLookedAtForTheWinnerAlone() throws IOException {
    for (Sweep.Run run : result.runs()) {
      RunRecord record = RunRecordFile.read(run.folder().record());
      assertThat(record.epochs()).allMatch(epoch -> Double.isNaN(epoch.testAccuracy()));
      assertThat(record.isFinished()).isEqualTo(run.state() == Sweep.State.WINNER);
    }
    assertThat(result.comparison().orElseThrow())
        .content()
        .contains("Ranked by the validation images alone")
        .contains("The test images were looked at once, for it alone")
        .contains("saved.");
  }

  @Test
  void timeOfTheRunsThatStoppedIsSaved() {
    SweepTime time = result.time();

    assertThat(time.taken()).isLessThan(time.whole());
    assertThat(time.told()).matches("Training took [0-9.]+ s of about [0-9.]+ s .* % saved");
  }

  @Test
  void stoppedAnywhereAndBegunAgainItComesToTheSameWinnerAndBits() throws IOException {
    String winner = result.winner().orElseThrow().planned().name();
    Sweep.Result again = null;
    int stops = 0;
    while (again == null || again.stopped().isPresent()) {
      assertThat(stops++).isLessThan(30);
      again = sweep("stopped", 17); // neither an epoch's nor a rung's number of steps
    }

    assertThat(stops).isGreaterThan(3);
    assertThat(again.winner().orElseThrow().planned().name()).isEqualTo(winner);
    assertThat(checkpoint("stopped", winner)).hasSameBinaryContentAs(checkpoint("whole", winner));
    assertThat(again.runs().stream().map(run -> run.planned().name()))
        .containsExactlyElementsOf(
            result.runs().stream().map(run -> run.planned().name()).toList());
  }

  @Test
  void withoutHalvingAllAreTrainedToTheirEndAndStillOnlyOneIsTested() throws IOException {
    Sweep.Result grid =
        new Sweep(folder.resolve("grid"), job(Integer.MAX_VALUE), new Silent())
            .run(planned("grid", RATES.subList(1, 3), 0.2, 2), Halving.NONE);

    assertThat(grid.runs())
        .extracting(Sweep.Run::state)
        .containsExactly(Sweep.State.WINNER, Sweep.State.TRAINED);
    assertThat(grid.runs()).allMatch(run -> run.epochs().size() == 3);
    assertThat(RunRecordFile.read(grid.runs().get(1).folder().record()).isFinished()).isFalse();
    assertThat(grid.time().told()).matches("Training took [0-9.]+ s");
  }

  @Test
  void aSweepWithoutAPartToChooseByIsRefused() throws IOException {
    Sweep sweep = new Sweep(folder.resolve("none"), job(1), new Silent());
    List<Sweep.Planned> planned = planned("none", RATES, 0, EPOCHS);

    assertThatThrownBy(() -> sweep.run(planned, Halving.NONE))
        .isInstanceOf(SettingsException.class)
        .hasMessage("a sweep chooses by the validation part, found none");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  /** Names by what they came to in an epoch. */
  private static List<String> best(int epoch) {
    return result.runs().stream()
        .sorted(
            Comparator.comparing(
                    (Sweep.Run run) -> run.epochs().get(epoch + 1),
                    Comparator.comparingDouble(EpochResult::validationAccuracy).reversed())
                .thenComparingDouble(run -> run.epochs().get(epoch + 1).validationCost()))
        .map(run -> run.planned().name())
        .toList();
  }

  private static Sweep.Result sweep(String name, int steps) throws IOException {
    return new Sweep(folder.resolve(name), job(steps), new Silent())
        .run(planned(name, RATES, 0.2, EPOCHS), new Halving(2));
  }

  /** A job that is asked to stop after so many steps. */
  private static TrainingJob job(int steps) {
    AtomicInteger taken = new AtomicInteger();
    JobListener counter =
        new JobListener() {
          @Override
          public void stepDone(StepEnd end) {
            taken.incrementAndGet();
          }
        };
    return new TrainingJob(Clock.systemUTC(), List.of(counter), () -> taken.get() >= steps);
  }

  private static List<Sweep.Planned> planned(
      String sweep, List<String> rates, double validation, int epochs) {
    List<Sweep.Planned> planned = new ArrayList<>();
    for (String rate : rates) {
      TrainingSettings book =
          TrainingSettings.book(DatasetChoice.parse("idx:" + folder.resolve("bars")));
      DataSettings data =
          new DataSettings(
              book.data().choice(),
              Optional.empty(),
              Optional.empty(),
              Split.Kind.RANDOM,
              book.data().pictures(),
              validation);
      planned.add(
          new Sweep.Planned(
              Map.of("learning-rate", rate),
              new TrainingSettings(
                  data,
                  NetworkSettings.of(Preset.COMPACT)
                      .withSizes(new NetworkSettings.Sizes(3, 4, 8, 3)),
                  new AdamSpec(Float.parseFloat(rate), 0.5f, 0.999f, 1e-8f),
                  new TrainingPlan(epochs, 16, 1000, 1),
                  book.precision(),
                  new SessionSettings(1),
                  OutputSettings.into(folder.resolve(sweep), folder.resolve(sweep + "/models"))
                      .named("rate-" + rate, "rate-" + rate),
                  LearningSettings.BOOK,
                  StartSettings.RANDOM)));
    }
    return planned;
  }

  private static Path checkpoint(String sweep, String run) {
    Path file =
        new RunFolder(folder.resolve(sweep).resolve(run))
            .checkpoints()
            .resolve("classifier-final.data-00000-of-00001");
    assertThat(Files.exists(file)).isTrue();
    return file;
  }

  private static final class Silent implements Sweep.Listener {
    @Override
    public void runBegins(int number, int count, Sweep.Planned run, int until) {}

    @Override
    public void trainedAlready(RunFolder run) {}

    @Override
    public void failed(String reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void runEnded() {}

    @Override
    public void winner(Sweep.Planned run) {}
  }
}
