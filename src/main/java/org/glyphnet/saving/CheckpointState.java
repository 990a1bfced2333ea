package org.glyphnet.saving;

import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glyphnet.data.DataException;
import org.glyphnet.files.DurableFiles;

/**
 * The text file {@code checkpoint} in a folder of checkpoints, as TensorFlow writes it (the text
 * form of its message CheckpointState): which checkpoints there are, oldest first, and which is the
 * latest. Names are relative to the folder, so that it can be moved.
 *
 * @param latest name of the newest checkpoint, such as {@code classifier-final}
 * @param all all of them, oldest first
 */
record CheckpointState(String latest, List<String> all) {
  /** The file's name. */
  private static final String FILE_NAME = "checkpoint";

  private static final Pattern LINE =
      Pattern.compile("\\s*(\\w+)\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*");

  CheckpointState {
    all = List.copyOf(all);
  }

  /** The state of a folder; no file there means no checkpoints. */
  static CheckpointState read(Path folder) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(folder.resolve(FILE_NAME), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return new CheckpointState("", List.of());
    } catch (CharacterCodingException e) {
      throw new DataException(
          folder.resolve(FILE_NAME) + ": not a text, so not a list of checkpoints; or damaged", e);
    }
    String latest = "";
    List<String> all = new ArrayList<>();
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        continue; // time stamps, which Python writes and which are not needed here
      }
      String value = matcher.group(2).replaceAll("\\\\(.)", "$1");
      switch (matcher.group(1)) {
        case "model_checkpoint_path" -> latest = value;
        case "all_model_checkpoint_paths" -> all.add(value);
        default -> {}
      }
    }
    return new CheckpointState(latest, all);
  }

  /** Whether a folder has a list of checkpoints. */
  static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(FILE_NAME));
  }

  /**
   * The newest checkpoint in a folder, as TensorFlow 1's {@code latest_checkpoint} finds it.
   *
   * @throws DataException when there is none
   */
  static CheckpointPath latest(Path folder) throws IOException {
    String latest = read(folder).latest();
    if (latest.isEmpty()) {
      throw new DataException(
          folder + ": no checkpoint there; a training run's folder has them in 'checkpoints'");
    }
    return CheckpointPath.in(folder, latest);
  }

  /** Writes it, replacing the old state in one step. */
  void write(Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("model_checkpoint_path: \"")
        .append(TextFormat.escapeDoubleQuotesAndBackslashes(latest))
        .append("\"\n");
    for (String name : all) {
      text.append("all_model_checkpoint_paths: \"")
          .append(TextFormat.escapeDoubleQuotesAndBackslashes(name))
          .append("\"\n");
    }
    DurableFiles.write(folder.resolve(FILE_NAME), text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
