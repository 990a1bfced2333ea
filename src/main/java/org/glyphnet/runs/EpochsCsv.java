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
 * <p>Columns are found by their names: one that is not known is passed over, one that an older
 * version did not write is NaN. Numbers are written so that reading gives back the same double,
 * whatever the locale; NaN is an empty cell. Spreadsheets and {@code pandas.read_csv} read the file
 * as it is.
 */
public final class EpochsCsv {
  /** The file's name in a run's folder. */
  public static final String FILE_NAME = "epochs.csv";

  /** The first line. */
  public static final String HEADER =
      "epoch,cost,train_accuracy,test_accuracy,seconds,images_per_second,validation_accuracy,"
          + "validation_cost,learning_rate";

  /** What every version wrote; a file with them is read, whatever else it has and in any order. */
  private static final List<String> NEEDED =
      List.of("epoch", "cost", "train_accuracy", "test_accuracy", "seconds", "images_per_second");

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
      String[] lines = lines(file);
      List<EpochResult> before = read(file, lines);
      if (!before.isEmpty() && before.get(before.size() - 1).epoch() >= result.epoch()) {
        throw new IllegalArgumentException(
            file
                + ": epoch "
                + result.epoch()
                + " cannot follow epoch "
                + before.get(before.size() - 1).epoch()
                + "; write the epochs to keep first");
      }
      if (!lines[0].equals(HEADER)) { // of another version: its columns become today's
        List<EpochResult> all = new ArrayList<>(before);
        all.add(result);
        write(file, all);
        return;
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
    return read(file, lines(file));
  }

  private static String[] lines(Path file) throws IOException {
    // Every byte is a character in ISO 8859-1, so a damaged file is still a list of lines.
    String text = Files.readString(file, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    return text.split("\n", -1);
  }

  private static List<EpochResult> read(Path file, String[] lines) {
    List<String> columns = List.of(lines[0].split(",", -1));
    if (!columns.containsAll(NEEDED)) {
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
      EpochResult result = Line.of(file, i + 1, columns, lines[i]).parse();
      if (!results.isEmpty() && results.get(results.size() - 1).epoch() >= result.epoch()) {
        int before = results.get(results.size() - 1).epoch();
        throw damaged(file, i + 1, "epoch " + result.epoch(), "an epoch above " + before);
      }
      results.add(result);
    }
    return List.copyOf(results);
  }

  /** One line of a file whose columns have these names. */
  private record Line(Path file, int number, List<String> columns, List<String> cells) {
    static Line of(Path file, int number, List<String> columns, String text) {
      Line line = new Line(file, number, columns, List.of(text.split(",", -1)));
      int count = line.cells().size();
      if (count != columns.size()) {
        throw line.damaged(
            shown(text) + " with " + count + (count == 1 ? " cell" : " cells"),
            columns.size() + " cells as in the header");
      }
      return line;
    }

    EpochResult parse() {
      String epoch = cell("epoch");
      if (!INTEGER.matcher(epoch).matches() || Integer.parseInt(epoch) < -1) {
        throw damaged("epoch " + shown(epoch), "a whole number of at least -1 (-1: untrained)");
      }
      return new EpochResult(
          Integer.parseInt(epoch),
          decimal("cost"),
          accuracy("train_accuracy"),
          accuracy("test_accuracy"),
          decimal("seconds"),
          decimal("images_per_second"),
          accuracy("validation_accuracy"),
          decimal("validation_cost"),
          decimal("learning_rate"));
    }

    /** What stands there; empty where there is no such column. */
    private String cell(String column) {
      int at = columns.indexOf(column);
      return at < 0 ? "" : cells.get(at);
    }

    private double accuracy(String column) {
      double value = decimal(column);
      if (value < 0 || value > 1) {
        throw damaged(column + " " + shown(cell(column)), "a number from 0 to 1");
      }
      return value;
    }

    private double decimal(String column) {
      String cell = cell(column);
      if (cell.isEmpty()) {
        return Double.NaN;
      }
      if (!DECIMAL.matcher(cell).matches()) {
        throw damaged(column + " " + shown(cell), "a number such as 0.25 or 1.0E-4, or nothing");
      }
      return Double.parseDouble(cell);
    }

    private DataException damaged(String found, String expected) {
      return EpochsCsv.damaged(file, number, found, expected);
    }
  }

  private static String line(EpochResult result) {
    return String.join(
        ",",
        Integer.toString(result.epoch()),
        cell(result.cost()),
        cell(result.trainAccuracy()),
        cell(result.testAccuracy()),
        cell(result.seconds()),
        cell(result.imagesPerSecond()),
        cell(result.validationAccuracy()),
        cell(result.validationCost()),
        cell(result.learningRate()) + "\n");
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
