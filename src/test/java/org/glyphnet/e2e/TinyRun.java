package org.glyphnet.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A training run of seconds in a process of its own, and whether it ended as another.
 *
 * @param folder where it is started; {@code bars} in it is its data set
 * @param name its name and its model's
 */
record TinyRun(Path folder, String name) {
  static final List<String> OPTIONS =
      List.of(
          "--dataset",
          "idx:bars",
          "--filters1",
          "4",
          "--filters2",
          "6",
          "--units",
          "16",
          "--kernel-size",
          "3",
          "--learning-rate",
          "0.01",
          "--batch-size",
          "16",
          "--threads",
          "2");

  /** What is typed to begin it. */
  String[] train(String... more) {
    List<String> words = new ArrayList<>(List.of("train", "--run", name, "--model", name));
    words.addAll(OPTIONS);
    words.addAll(List.of(more));
    return words.toArray(new String[0]);
  }

  /** What is typed to go on with it; to begin it when it was stopped before its first file. */
  String[] resume(String... more) {
    return Files.exists(run().resolve("run.json"))
        ? new String[] {"train", "--resume", "runs/" + name}
        : train(more);
  }

  Path run() {
    return folder.resolve("runs").resolve(name);
  }

  Path checkpoints() {
    return run().resolve("checkpoints");
  }

  Path model() {
    return folder.resolve("saved_models").resolve(name);
  }

  /** What is not as in another run that has ended; empty when all that should be equal is. */
  List<String> differences(TinyRun other) throws IOException {
    List<String> found = new ArrayList<>();
    for (String suffix : List.of(".index", ".data-00000-of-00001", ".meta")) {
      String file = "classifier-final" + suffix;
      compare(checkpoints().resolve(file), other.checkpoints().resolve(file), found);
    }
    compare(run().resolve("predictions.csv"), other.run().resolve("predictions.csv"), found);
    for (String file : List.of("variables.index", "variables.data-00000-of-00001")) {
      compare(
          model().resolve("1/variables").resolve(file),
          other.model().resolve("1/variables").resolve(file),
          found);
    }
    compare(model().resolve("1/saved_model.pb"), other.model().resolve("1/saved_model.pb"), found);
    if (!epochs().equals(other.epochs())) {
      found.add("epochs.csv");
    }
    if (!names(checkpoints()).equals(names(other.checkpoints()))) {
      found.add("files in checkpoints: " + names(checkpoints()));
    }
    if (!withoutEvents(names(run())).equals(withoutEvents(names(other.run())))) {
      found.add("files of the run: " + names(run()));
    }
    if (!names(model()).equals(names(other.model()))) {
      found.add("versions: " + names(model()));
    }
    return found;
  }

  /** The lines of {@code epochs.csv} without the two columns of time. */
  List<String> epochs() throws IOException {
    return Files.readAllLines(run().resolve("epochs.csv")).stream()
        .map(line -> line.replaceFirst("^((?:[^,]*,){4})[^,]*,[^,]*,", "$1"))
        .toList();
  }

  /** Names in a folder, sorted; a folder that is missing is empty. */
  static List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(one -> one.getFileName().toString()).sorted().toList();
    }
  }

  /** TensorBoard's files bear their time, and a run that goes on writes another. */
  private static List<String> withoutEvents(List<String> names) {
    return names.stream().filter(name -> !name.startsWith("events.")).toList();
  }

  private static void compare(Path file, Path other, List<String> found) throws IOException {
    if (!Files.exists(file) || Files.mismatch(file, other) >= 0) {
      found.add(file.getFileName().toString());
    }
  }
}
