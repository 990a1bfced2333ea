package org.glyphnet.runs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.glyphnet.data.DataException;
import org.glyphnet.files.DurableFiles;
import org.glyphnet.training.EpochResult;

/**
 * The results of a run's epochs as {@code epochs.csv}: a header, then one line an epoch, oldest
 * first.
 *
 * <p>Numbers are written so that reading gives back the same double, whatever the locale; NaN is an
 * empty cell. Spreadsheets and {@code pandas.read_csv} read the file as it is.
 */
public final class EpochsCsv {
  /** The file's name in a run's folder. */
  public static final String FILE_NAME = "epochs.csv";

  /** The first line. */
  public static final String HEADER =
      "epoch,cost,train_accuracy,test_accuracy,seconds,images_per_second";

  private static final String[] COLUMNS = HEADER.split(",", -1);
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,9}");
  // Double.parseDouble takes more ("1d", "0x1p3", " 1 "); none of it comes from Double.toString.
  private static final Pattern DECIMAL =
      Pattern.compile("-?([0-9]+(\\.[0-9]+)?([eE]-?[0-9]+)?|Infinity)");

  private EpochsCsv() {}

  /**
   * Adds one epoch at the end; the file is made, with its header, when it is not there.
   *
   * <p>The line is on the disk when this returns, and it went there in one piece: a run that is
   * killed loses the epoch it was in and no other, and a full disk leaves the file as it was.
   *
   * @throws DataException when the file is damaged; nothing is written then
   * @throws IllegalArgumentException when the epoch does not follow the last one in the file
   * @throws IOException when the file cannot be written
   */
  public static void append(Path file, EpochResult result) throws IOException {
    boolean begun = Files.exists(file) && Files.size(file) > 0;
    if (begun) {
      List<EpochResult> before = read(file);
      if (!before.isEmpty() && before.get(before.size() - 1).epoch() >= result.epoch()) {
        throw new IllegalArgumentException(
            file
                + ": epoch "
                + result.epoch()
                + " cannot follow epoch "
                + before.get(before.size() - 1).epoch()
                + "; write the epochs to keep first");
      }
    }
    String text = begun ? line(result) : HEADER + "\n" + line(result);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      long end = channel.size();
      try {
        writeAll(channel, text);
      } catch (IOException e) {
        channel.truncate(end);
        throw DurableFiles.named(file, e);
      }
    }
  }

  /**
   * Replaces the file by these epochs, for a run that goes on from an earlier checkpoint. A reader
   * sees the old file or the new one, never half of either.
   *
   * @throws IOException when the file cannot be written; the old one is still there then
   */
  public static void write(Path file, List<EpochResult> results) throws IOException {
    String text =
        results.stream().map(EpochsCsv::line).collect(Collectors.joining("", HEADER + "\n", ""));
    DurableFiles.write(file, text.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Reads every epoch, oldest first.
   *
   * @throws DataException when the file is missing or is not what {@link #append} writes; the
   *     message names file, line, what was found and what was expected
   * @throws IOException when the file is there but cannot be read
   */
  public static List<EpochResult> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          file
              + ": no such file; expected the "
              + FILE_NAME
              + " of a run, starting '"
              + HEADER
              + "'");
    }
    // Every byte is a character in ISO 8859-1, so a damaged file is still a list of lines.
    String text = Files.readString(file, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    String[] lines = text.split("\n", -1);
    if (!lines[0].equals(HEADER)) {
      throw damaged(file, 1, shown(lines[0]), "the header '" + HEADER + "'");
    }
    int last = lines.length - 1;
    if (!lines[last].isEmpty() || last == 0) {
      throw damaged(
          file,
          last + 1,
          shown(lines[last]) + " without an end of line",
          "a whole line; it was cut off");
    }
    List<EpochResult> results = new ArrayList<>();
    for (int i = 1; i < last; i++) {
      EpochResult result = parse(file, i + 1, lines[i]);
      if (!results.isEmpty() && results.get(results.size() - 1).epoch() >= result.epoch()) {
        int before = results.get(results.size() - 1).epoch();
        throw damaged(file, i + 1, "epoch " + result.epoch(), "an epoch above " + before);
      }
      results.add(result);
    }
    return List.copyOf(results);
  }

  private static EpochResult parse(Path file, int number, String line) {
    String[] cells = line.split(",", -1);
    if (cells.length != COLUMNS.length) {
      throw damaged(
          file,
          number,
          shown(line) + " with " + cells.length + (cells.length == 1 ? " cell" : " cells"),
          COLUMNS.length + " cells: " + HEADER);
    }
    if (!INTEGER.matcher(cells[0]).matches() || Integer.parseInt(cells[0]) < -1) {
      throw damaged(
          file,
          number,
          "epoch " + shown(cells[0]),
          "a whole number of at least -1 (-1: untrained)");
    }
    return new EpochResult(
        Integer.parseInt(cells[0]),
        decimal(file, number, cells, 1),
        accuracy(file, number, cells, 2),
        accuracy(file, number, cells, 3),
        decimal(file, number, cells, 4),
        decimal(file, number, cells, 5));
  }

  private static double accuracy(Path file, int number, String[] cells, int column) {
    double value = decimal(file, number, cells, column);
    if (value < 0 || value > 1) {
      throw damaged(
          file, number, COLUMNS[column] + " " + shown(cells[column]), "a number from 0 to 1");
    }
    return value;
  }

  private static double decimal(Path file, int number, String[] cells, int column) {
    if (cells[column].isEmpty()) {
      return Double.NaN;
    }
    if (!DECIMAL.matcher(cells[column]).matches()) {
      throw damaged(
          file,
          number,
          COLUMNS[column] + " " + shown(cells[column]),
          "a number such as 0.25 or 1.0E-4, or nothing");
    }
    return Double.parseDouble(cells[column]);
  }

  private static String line(EpochResult result) {
    return String.join(
        ",",
        Integer.toString(result.epoch()),
        cell(result.cost()),
        cell(result.trainAccuracy()),
        cell(result.testAccuracy()),
        cell(result.seconds()),
        cell(result.imagesPerSecond()) + "\n");
  }

  private static String cell(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }

  private static void writeAll(FileChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }

  /** One line of printable characters, not too long, in quotes. */
  private static String shown(String found) {
    String printable = found.replaceAll("[^\\x20-\\x7e]", "?");
    return "'" + (printable.length() > 60 ? printable.substring(0, 57) + "..." : printable) + "'";
  }

  private static DataException damaged(Path file, int line, String found, String expected) {
    return new DataException(
        file + ": line " + line + ": found " + found + ", expected " + expected);
  }
}
