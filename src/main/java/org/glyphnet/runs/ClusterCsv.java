package org.glyphnet.runs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glyphnet.data.DataException;
import org.glyphnet.files.DurableFiles;

/**
 * {@code cluster.csv}: what one training step took of each machine of a cluster, a line each,
 * worker 0 first; of the last step that was measured.
 */
public final class ClusterCsv {
  private static final String HEADER = "worker,address,busy_share,sent_bytes,step_seconds";
  private static final Pattern LINE =
      Pattern.compile("(\\d{1,6}),([^,]+),([0-9.]+(?:E-?\\d+)?),(\\d{1,18}),([0-9.]+(?:E-?\\d+)?)");

  private ClusterCsv() {}

  /**
   * One machine.
   *
   * @param worker its number
   * @param address {@code host:port}
   * @param busyShare of the step's time in which it computed, in [0, 1]
   * @param sentBytes to the others, in tensors
   * @param stepSeconds that the step took
   */
  public record Line(
      int worker, String address, double busyShare, long sentBytes, double stepSeconds) {}

  /** Writes the file; a reader sees all of it or nothing. */
  public static void write(Path file, List<Line> lines) throws IOException {
    StringBuilder out = new StringBuilder(HEADER + "\n");
    for (Line line : lines) {
      out.append(line.worker())
          .append(',')
          .append(line.address())
          .append(',')
          .append(line.busyShare())
          .append(',')
          .append(line.sentBytes())
          .append(',')
          .append(line.stepSeconds())
          .append('\n');
    }
    DurableFiles.write(file, out.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads the file; none where there is no such file, as in a run on one machine.
   *
   * @throws DataException when it is damaged
   */
  public static List<Line> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<String> text = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < text.size(); i++) {
      Matcher found = LINE.matcher(text.get(i));
      if (i == 0 ? !text.get(0).equals(HEADER) : !found.matches()) {
        throw new DataException(
            file + ", line " + (i + 1) + ": found '" + text.get(i) + "', expected " + HEADER);
      }
      if (i > 0) {
        lines.add(
            new Line(
                Integer.parseInt(found.group(1)),
                found.group(2),
                Double.parseDouble(found.group(3)),
                Long.parseLong(found.group(4)),
                Double.parseDouble(found.group(5))));
      }
    }
    return lines;
  }
}
