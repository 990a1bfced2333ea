package org.glyphnet.runs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.glyphnet.data.DataException;
import org.glyphnet.files.DurableFiles;

/**
 * {@code cluster.csv}: what one training step took of each machine of a cluster, a line each,
 * worker 0 first; of the last step that was measured.
 */
public final class ClusterCsv {
  private static final String HEADER = "worker,address,busy_share,sent_bytes,step_seconds";
  private static final List<String> COLUMNS = List.of(HEADER.split(",", -1));

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
    List<String> columns = List.of((text.isEmpty() ? "" : text.get(0)).split(",", -1));
    if (!columns.containsAll(COLUMNS)) {
      throw new DataException(file + ", line 1: expected the header '" + HEADER + "'");
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 1; i < text.size(); i++) {
      lines.add(line(file, i + 1, columns, List.of(text.get(i).split(",", -1))));
    }
    return lines;
  }

  /** Columns are found by their names; one that is not known is passed over. */
  private static Line line(Path file, int number, List<String> columns, List<String> cells) {
    try {
      return new Line(
          Integer.parseInt(cells.get(columns.indexOf("worker"))),
          cells.get(columns.indexOf("address")),
          Double.parseDouble(cells.get(columns.indexOf("busy_share"))),
          Long.parseLong(cells.get(columns.indexOf("sent_bytes"))),
          Double.parseDouble(cells.get(columns.indexOf("step_seconds"))));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new DataException(
          file
              + ", line "
              + number
              + ": found '"
              + String.join(",", cells)
              + "', expected "
              + HEADER,
          e);
    }
  }
}
