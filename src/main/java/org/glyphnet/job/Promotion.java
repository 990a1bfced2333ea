package org.glyphnet.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.files.Sha256;
import org.glyphnet.saving.DefaultVersion;
import org.glyphnet.saving.HeldOut;
import org.glyphnet.saving.SavedModels;
import org.glyphnet.training.Evaluation;

/**
 * Whether a new version becomes the one that is meant where none is named: not if it did worse than
 * the one before it on the same held-out images.
 *
 * @param model folder of the versions
 * @param stays number of the version that stays the default; empty when the new one becomes it
 * @param line why, where that has to be told
 */
public record Promotion(Path model, Optional<Long> stays, Optional<String> line) {
  /**
   * Decides about a version that is not there yet.
   *
   * @param always whether it becomes the default however it did
   */
  static Promotion of(Path model, HeldOut found, boolean always) throws IOException {
    Optional<Map.Entry<Long, Path>> before = SavedModels.byDefault(model);
    Optional<HeldOut> was =
        before.isPresent() ? SavedModels.heldOut(before.get().getValue()) : Optional.empty();
    if (always || was.isEmpty()) {
      return new Promotion(model, Optional.empty(), Optional.empty());
    }
    String version = "version " + before.get().getKey();
    if (!was.get().comparesWith(found)) {
      return new Promotion(
          model,
          Optional.empty(),
          Optional.of(
              "The new version was held against other images than "
                  + version
                  + ", so they cannot be compared; it becomes the default"));
    }
    if (found.accuracy() >= was.get().accuracy()) {
      return new Promotion(model, Optional.empty(), Optional.empty());
    }
    return new Promotion(
        model,
        Optional.of(before.get().getKey()),
        Optional.of(
            "The new version is worse than "
                + version
                + " on the same held-out images ("
                + found
                + " against "
                + was.get()
                + "), so "
                + version
                + " stays the default"));
  }

  /** What a run's test images came to. */
  static HeldOut heldOut(ImageDataset dataset, int[] test, Evaluation evaluation) {
    String which =
        IntStream.of(test).mapToObj(Integer::toString).collect(Collectors.joining(",", "\n", ""));
    return new HeldOut(
        Sha256.of((dataset.sha256() + which).getBytes(StandardCharsets.UTF_8)),
        test.length,
        evaluation.accuracy());
  }

  /** Before the new version is there: a service that looks in between takes up nothing worse. */
  void before() throws IOException {
    if (stays.isPresent()) {
      DefaultVersion.name(model, stays.get());
    }
  }

  /** Once it is there. */
  void after() throws IOException {
    if (stays.isEmpty()) {
      DefaultVersion.newest(model);
    }
  }

  /**
   * Makes a version the default, whatever is newer.
   *
   * @throws DataException when there is no such version, or it is damaged
   */
  public static Path promote(Path model, long number) throws IOException {
    Map<Long, Path> versions = SavedModels.versions(model);
    Path version = versions.get(number);
    if (version == null) {
      throw new DataException(
          model
              + ": no version "
              + number
              + "; there is "
              + (versions.isEmpty()
                  ? "none"
                  : versions.keySet().stream()
                      .map(String::valueOf)
                      .collect(Collectors.joining(", "))));
    }
    SavedModels.check(version);
    DefaultVersion.name(model, number);
    return version;
  }
}
