package org.glyphnet.saving;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.glyphnet.data.DataException;
import org.glyphnet.files.Sha256;
import org.glyphnet.training.Progress;

/**
 * The file {@code <checkpoint>.progress}: where the run stood, what it was trained with, and
 * checksums of what TensorFlow's own do not cover. It is a text of lines {@code key: value}: {@code
 * format} is the first (a file without one is of format 0, which had a checksum in place of what it
 * was trained with), keys that this version does not know are passed over, and the last is the
 * SHA-256 of the lines before it.
 *
 * @param progress where the run stood
 * @param indexSha256 of the {@code .index}, which holds a checksum of every tensor
 * @param metaSha256 of the {@code .meta}
 * @param trainedWith what the run was trained with, see {@link CheckpointPolicy}
 */
record ProgressFile(
    Progress progress, String indexSha256, String metaSha256, Fingerprint trainedWith) {
  private static final int FORMAT = 1;
  private static final String SEAL = "sha256: ";
  private static final String TRAINED_WITH = "trained_with.";

  /**
   * Checks that the checkpoint is of a run that is trained with the same.
   *
   * @throws DataException when it is not
   */
  void checkTrainedWith(Fingerprint now, CheckpointPath checkpoint) {
    Optional<String> difference =
        trainedWith.formatZeroSha256() == null
            ? now.difference(trainedWith.values())
            : Optional.of("something else").filter(any -> !isFormatZeroOf(now));
    if (difference.isPresent()) {
      throw new DataException(
          checkpoint
              + ": was trained with other options or data than run.json tells ("
              + difference.get()
              + "); of another run, or run.json is damaged");
    }
  }

  private boolean isFormatZeroOf(Fingerprint now) {
    return trainedWith.formatZeroSha256().equals(now.formatZeroSha256());
  }

  /** As it is written. */
  byte[] toBytes() {
    StringBuilder text = new StringBuilder();
    text.append("format: ").append(FORMAT).append('\n');
    text.append("epochs: ").append(progress.epochs()).append('\n');
    text.append("steps: ").append(progress.steps()).append('\n');
    text.append("images: ").append(progress.images()).append('\n');
    // Read back, it is the same double.
    text.append("cost_sum: ").append(progress.costSum()).append('\n');
    text.append("seconds: ").append(progress.seconds()).append('\n');
    text.append("index_sha256: ").append(indexSha256).append('\n');
    text.append("meta_sha256: ").append(metaSha256).append('\n');
    trainedWith
        .values()
        .forEach(
            (name, value) ->
                text.append(TRAINED_WITH).append(name).append(": ").append(value).append('\n'));
    String seal = Sha256.of(text.toString().getBytes(StandardCharsets.US_ASCII));
    return text.append(SEAL)
        .append(seal)
        .append('\n')
        .toString()
        .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads a checkpoint's.
   *
   * @throws DataException when it is missing, damaged or of a newer format
   */
  static ProgressFile read(CheckpointPath checkpoint) throws IOException {
    Path file = checkpoint.progress();
    String text;
    try {
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new DataException(file + ": not found, so nothing tells where the run stood", e);
    }
    int seal = text.lastIndexOf(SEAL);
    String sealed = text.substring(0, Math.max(0, seal));
    if (seal < 0
        || !text.substring(seal)
            .equals(SEAL + Sha256.of(sealed.getBytes(StandardCharsets.ISO_8859_1)) + "\n")) {
      throw new DataException(file + ": damaged: its checksum does not fit");
    }
    Map<String, String> values = new HashMap<>();
    for (String line : sealed.split("\n", -1)) {
      String[] pair = line.split(": ", 2);
      values.put(pair[0], pair[pair.length - 1]);
    }
    try {
      int format = Integer.parseInt(values.getOrDefault("format", "0"));
      if (format > FORMAT) {
        throw new DataException(
            file + ": of format " + format + "; this version reads up to format " + FORMAT);
      }
      return new ProgressFile(
          new Progress(
              Integer.parseInt(values.get("epochs")),
              Integer.parseInt(values.get("steps")),
              Integer.parseInt(values.get("images")),
              Double.parseDouble(values.get("cost_sum")),
              Double.parseDouble(values.get("seconds"))),
          values.get("index_sha256"),
          values.get("meta_sha256"),
          trainedWith(values, format));
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new DataException(file + ": not a checkpoint's progress as this program writes it", e);
    }
  }

  private static Fingerprint trainedWith(Map<String, String> values, int format) {
    if (format == 0) {
      return new Fingerprint(new TreeMap<>(), values.get("trained_with_sha256"));
    }
    SortedMap<String, String> named = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(TRAINED_WITH)) {
            named.put(key.substring(TRAINED_WITH.length()), value);
          }
        });
    return new Fingerprint(named, null);
  }
}
