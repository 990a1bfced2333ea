package org.glyphnet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.glyphnet.data.DataException;
import org.glyphnet.files.DurableFiles;
import org.glyphnet.inference.Predictions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ModelVersionsTest {
  private static TinyModel first;
  private static TinyModel second;

  @TempDir Path folder;
  private Path model;
  private ModelVersions versions;

  @BeforeAll
  static void train() throws IOException {
    first = TinyModel.trained(1);
    second = TinyModel.trained(2);
  }

  @AfterAll
  static void close() {
    first.close();
    second.close();
  }

  @BeforeEach
  void export() throws IOException {
    model = folder.resolve("bars");
    first.export(model);
    versions =
        new ModelVersions(
            "bars",
            model,
            new VersionLoader(ServiceSettings.byDefault(), Runnable::run, new ServiceMetrics()));
  }

  @AfterEach
  void end() {
    versions.close();
  }

  @Test
  void aNewVersionTakesOverAndTheOldOneEnds() throws IOException {
    versions.open();
    assertThat(scores()).isEqualTo(first.trainingScores(List.of(TinyModel.image(0))));

    second.export(model);
    versions.look();

    assertThat(scores()).isEqualTo(second.trainingScores(List.of(TinyModel.image(0))));
    assertThat(versions.currentNumber()).isEqualTo(2);
    assertThat(states()).containsExactly("2 AVAILABLE", "1 END");
    assertThatThrownBy(() -> versions.use(VersionChoice.of(1)))
        .isInstanceOf(Refusal.class)
        .hasMessage("Servable not found for request: Specific(bars, 1)");
  }

  @Test
  void aRequestUnderWayEndsOnTheVersionThatItBeganOn() throws IOException {
    versions.open();
    ModelVersion old = versions.use(VersionChoice.DEFAULT);
    second.export(model);
    versions.look();

    assertThat(states()).containsExactly("2 AVAILABLE", "1 UNLOADING");
    assertThat(answer(old)).isEqualTo(first.trainingScores(List.of(TinyModel.image(0))));
    old.release();
    versions.look();

    assertThat(states()).containsExactly("2 AVAILABLE", "1 END");
    assertThatThrownBy(() -> old.classifier().classify(TinyModel.image(0)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aBrokenVersionIsRefusedAndTheOldOneStaysUntilItIsMended() throws IOException {
    versions.open();
    Path broken = second.export(model);
    byte[] whole = Files.readAllBytes(broken.resolve("saved_model.pb"));
    Files.write(broken.resolve("saved_model.pb"), new byte[] {1, 2, 3});
    versions.look();
    versions.look();

    assertThat(versions.currentNumber()).isEqualTo(1);
    assertThat(states()).containsExactly("2 END", "1 AVAILABLE");
    assertThat(versions.status(VersionChoice.of(2)).get(0).errorMessage())
        .contains("saved_model.pb: damaged");

    Files.write(broken.resolve("saved_model.pb"), whole);
    versions.look();

    assertThat(versions.currentNumber()).isEqualTo(2);
    assertThat(states()).containsExactly("2 AVAILABLE", "1 END");
  }

  @Test
  void atTheStartABrokenVersionIsPassedOver() throws IOException {
    Files.delete(second.export(model).resolve("variables/variables.index"));

    versions.open();

    assertThat(versions.currentNumber()).isEqualTo(1);
    assertThat(states()).containsExactly("2 END", "1 AVAILABLE");
  }

  @Test
  void whenTheNewestIsDeletedTheOneBeforeComesBack() throws IOException {
    Path newest = second.export(model);
    versions.open();
    assertThat(versions.currentNumber()).isEqualTo(2);

    DurableFiles.deleteTree(newest);
    versions.look();

    assertThat(versions.currentNumber()).isEqualTo(1);
    assertThat(scores()).isEqualTo(first.trainingScores(List.of(TinyModel.image(0))));
  }

  @Test
  void aDeletedModelIsServedOn() throws IOException {
    versions.open();
    DurableFiles.deleteTree(model);
    versions.look();

    assertThat(scores()).isEqualTo(first.trainingScores(List.of(TinyModel.image(0))));
  }

  @Test
  void withoutAnyVersionItDoesNotOpen() throws IOException {
    DurableFiles.deleteTree(model.resolve("1"));

    assertThatThrownBy(versions::open)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no SavedModel there");
  }

  @Test
  void aSingleVersionsFolderIsServedUnderItsNumber() throws IOException {
    ModelVersions one =
        new ModelVersions(
            "bars",
            second.export(model),
            new VersionLoader(ServiceSettings.byDefault(), Runnable::run, new ServiceMetrics()));
    try (one) {
      one.open();
      second.export(model);
      one.look();

      assertThat(one.currentNumber()).isEqualTo(2);
    }
  }

  private float[] scores() {
    ModelVersion version = versions.use(VersionChoice.DEFAULT);
    try {
      return answer(version);
    } finally {
      version.release();
    }
  }

  private static float[] answer(ModelVersion version) {
    CompletableFuture<Predictions> answer = version.submit(TinyModel.image(0), 1);
    float[] scores = new float[3];
    for (int number = 0; number < 3; number++) {
      scores[number] = answer.join().score(0, number);
    }
    return scores;
  }

  private List<String> states() {
    return versions.status(VersionChoice.DEFAULT).stream()
        .map(status -> status.version() + " " + status.state())
        .toList();
  }

  @Test
  void classNamesThatComeLateAreTakenUp() throws IOException {
    Path extra = model.resolve("1").resolve("assets.extra");
    Files.delete(extra.resolve("sha256.txt"));
    Files.delete(extra.resolve("labels.txt"));
    versions.open();
    assertThat(labels()).containsExactly("0", "1", "2");

    Files.writeString(extra.resolve("labels.txt"), "a\nb\nc\n");
    versions.look();

    assertThat(labels()).containsExactly("a", "b", "c");
    assertThat(versions.status(VersionChoice.DEFAULT))
        .containsExactly(VersionStatus.of(1, VersionStatus.State.AVAILABLE));
  }

  @Test
  void aVersionThatEndsTheStackIsRefusedOnceAndOthersAreServed() throws IOException {
    int[] loads = {0};
    ModelVersions guarded =
        new ModelVersions(
            "bars",
            model,
            (number, folder) -> {
              if (number == 2) {
                loads[0]++;
                throw new StackOverflowError();
              }
              return new VersionLoader(
                      ServiceSettings.byDefault(), Runnable::run, new ServiceMetrics())
                  .load(number, folder);
            });
    guarded.open();
    second.export(model);
    for (int i = 0; i < 5; i++) {
      guarded.look();
    }
    second.export(model);
    guarded.look();

    assertThat(loads[0]).isEqualTo(1);
    assertThat(guarded.currentNumber()).isEqualTo(3);
    guarded.close();
  }

  @Test
  void aDanglingLinkAmongTheVersionsHidesNoOther() throws IOException {
    Files.createSymbolicLink(model.resolve("7"), folder.resolve("nowhere"));
    Files.createDirectories(model.resolve("8"));
    Files.createSymbolicLink(model.resolve("8").resolve("saved_model.pb"), folder.resolve("gone"));

    versions.open();
    versions.look();

    assertThat(versions.currentNumber()).isEqualTo(1);
    assertThat(versions.status(VersionChoice.of(8)).get(0).errorMessage()).contains("8");
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no pipes in its file system")
  void aPipeAmongAVersionsFilesIsRefusedAndHoldsNothingUp() throws Exception {
    versions.open();
    second.export(model);
    for (String file : List.of("sha256.txt", "labels.txt")) {
      Path pipe = model.resolve("2/assets.extra").resolve(file);
      Files.delete(pipe);
      assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

      versions.look();

      assertThat(versions.status(VersionChoice.of(2)).get(0).errorMessage())
          .isEqualTo(pipe + ": a pipe or a device; a model has regular files only");
      assertThat(versions.currentNumber()).isEqualTo(1);
      Files.delete(pipe);
    }
  }

  private List<String> labels() {
    ModelVersion version = versions.use(VersionChoice.DEFAULT);
    try {
      return version.classifier().labels();
    } finally {
      version.release();
    }
  }
}
