package org.glyphnet.runs;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.files.DurableFiles;

/**
 * {@code predictions.csv}: a line for every image of a run, first the training images, then the
 * test images, each in the split's order: {@code part,image,reference,prediction}, where {@code
 * image} counts from 0 in the data set and the last two are class numbers.
 */
public final class PredictionsCsv {
  private static final String HEADER = "part,image,reference,prediction";
  private static final Pattern CLASS_NUMBER = Pattern.compile("[0-9]{1,9}");

  private PredictionsCsv() {}

  /**
   * The predicted classes of both parts.
   *
   * @param train of the training images, in the split's order
   * @param test of the test images, in the split's order
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  public record Predictions(int[] train, int[] test) {}

  /** Writes the file; a reader sees all of it or nothing. */
  public static void write(Path file, ImageDataset dataset, Split split, Predictions predictions)
      throws IOException {
    StringBuilder out = new StringBuilder(HEADER + "\n");
    addPart(out, "train", dataset, split.train(), predictions.train());
    addPart(out, "test", dataset, split.test(), predictions.test());
    DurableFiles.write(file, out.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads the file.
   *
   * @throws DataException when it is missing, damaged, or of another split
   */
  public static Predictions read(Path file, Split split) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new DataException(
          file + ": not found; only a run that was trained to its end has it", e);
    } catch (CharacterCodingException e) {
      throw new DataException(file + ": not a text, so not a run's predictions; or damaged", e);
    }
    int expected = 1 + split.train().length + split.test().length;
    if (lines.size() != expected || !lines.get(0).equals(HEADER)) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: expected the header '%s' and %,d lines, found '%s' and %,d",
              file,
              HEADER,
              expected - 1,
              lines.isEmpty() ? "" : lines.get(0),
              Math.max(0, lines.size() - 1)));
    }
    return new Predictions(
        readPart(file, lines, 1, "train", split.train()),
        readPart(file, lines, 1 + split.train().length, "test", split.test()));
  }

  private static void addPart(
      StringBuilder out, String part, ImageDataset dataset, int[] images, int[] predictions) {
    for (int i = 0; i < images.length; i++) {
      out.append(part).append(',').append(images[i]);
      out.append(',').append(dataset.label(images[i]));
      out.append(',').append(predictions[i]).append('\n');
    }
  }

  private static int[] readPart(
      Path file, List<String> lines, int from, String part, int[] images) {
    int[] predictions = new int[images.length];
    for (int i = 0; i < images.length; i++) {
      String[] cells = lines.get(from + i).split(",", -1);
      if (cells.length != 4
          || !cells[0].equals(part)
          || !cells[1].equals(Integer.toString(images[i]))) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s line %,d: expected '%s,%d,...', found '%s'; the run was trained on another split or data set",
                file,
                from + i + 1,
                part,
                images[i],
                lines.get(from + i)));
      }
      if (!CLASS_NUMBER.matcher(cells[3]).matches()) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s line %,d: '%s' is not a class number",
                file,
                from + i + 1,
                cells[3]));
      }
      predictions[i] = Integer.parseInt(cells[3]);
    }
    return predictions;
  }
}
