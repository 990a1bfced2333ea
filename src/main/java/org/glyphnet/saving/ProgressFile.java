package org.glyphnet.saving;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.glyphnet.data.DataException;
import org.glyphnet.files.Sha256;
import org.glyphnet.training.Progress;

/**
 * The file {@code <checkpoint>.progress}: where the run stood, and checksums of what TensorFlow's
 * own do not cover. It is a text of lines {@code key: value}; the last is the SHA-256 of those
 * before it.
 *
 * @param progress where the run stood
 * @param indexSha256 of the {@code .index}, which holds a checksum of every tensor
 * @param metaSha256 of the {@code .meta}
 * @param trainedWithSha256 of what the run was trained with, see {@link CheckpointPolicy}
 */
record ProgressFile(
    Progress progress, String indexSha256, String metaSha256, String trainedWithSha256) {
  private static final String SEAL = "sha256: ";

  static String sha256(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Checks that the checkpoint is of a run that is trained with the same.
   *
   * @throws DataException when it is not
   */
  void checkTrainedWith(String trainedWith, CheckpointPath checkpoint) {
    if (!sha256(trainedWith).equals(trainedWithSha256)) {
      throw new DataException(
          checkpoint
              + ": was trained with other options or data than run.json tells; of another run, or"
              + " run.json is damaged");
    }
  }

  /** As it is written. */
  byte[] toBytes() {
    String text =
        String.join(
            "\n",
            "epochs: " + progress.epochs(),
            "steps: " + progress.steps(),
            "images: " + progress.images(),
            "cost_sum: " + progress.costSum(), // read back, it is the same double
            "seconds: " + progress.seconds(),
            "index_sha256: " + indexSha256,
            "meta_sha256: " + metaSha256,
            "trained_with_sha256: " + trainedWithSha256,
            "");
    return (text + SEAL + Sha256.of(text.getBytes(StandardCharsets.US_ASCII)) + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads a checkpoint's.
   *
   * @throws DataException when it is missing or damaged
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
      return new ProgressFile(
          new Progress(
              Integer.parseInt(values.get("epochs")),
              Integer.parseInt(values.get("steps")),
              Integer.parseInt(values.get("images")),
              Double.parseDouble(values.get("cost_sum")),
              Double.parseDouble(values.get("seconds"))),
          values.get("index_sha256"),
          values.get("meta_sha256"),
          values.get("trained_with_sha256"));
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new DataException(file + ": not a checkpoint's progress as this program writes it", e);
    }
  }
}
