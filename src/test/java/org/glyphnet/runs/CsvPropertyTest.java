package org.glyphnet.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.glyphnet.data.DataException;
import org.glyphnet.data.Split;
import org.glyphnet.training.EpochResult;

/** The tables of a run: what is written is read, and anything else is read or refused. */
class CsvPropertyTest {
  @Property
  void everyNumberComesBackAsItWas(
      @ForAll @Size(max = 5) List<Double> numbers, @ForAll @DoubleRange(max = 1) double share)
      throws IOException {
    List<EpochResult> results = new ArrayList<>();
    for (double number : numbers) {
      results.add(new EpochResult(results.size() - 1, number, share, 1 - share, number, 0.1));
    }
    Path file = Files.createTempFile("property", ".csv");
    try {
      EpochsCsv.write(file, results);
      assertThat(EpochsCsv.read(file)).isEqualTo(results);
    } finally {
      Files.delete(file);
    }
  }

  @Property
  void epochsWithAnyDamageAreReadOrRefused(
      @ForAll @IntRange(max = 200) int place, @ForAll @Size(max = 20) byte[] bytes)
      throws IOException {
    Path file = Files.createTempFile("property", ".csv");
    try {
      EpochsCsv.write(
          file,
          List.of(
              new EpochResult(-1, Double.NaN, 0.1, 0.1, 0, 0),
              new EpochResult(0, 0.5, 0.9, 0.8, 12.5, 480)));
      damage(file, place, bytes);
      assertThat(EpochsCsv.read(file)).isNotNull();
    } catch (DataException e) {
      assertThat(e.getMessage()).hasLineCount(1).contains(file.toString());
    } finally {
      Files.delete(file);
    }
  }

  @Property
  void predictionsWithAnyDamageAreReadOrRefused(
      @ForAll @IntRange(max = 80) int place, @ForAll @Size(max = 20) byte[] bytes)
      throws IOException {
    Split split = new Split(new int[] {2, 0}, new int[] {1});
    Path file = Files.createTempFile("property", ".csv");
    try {
      Files.writeString(
          file, "part,image,reference,prediction\ntrain,2,1,1\ntrain,0,0,1\ntest,1,1,1\n");
      damage(file, place, bytes);
      assertThat(PredictionsCsv.read(file, split).train()).hasSize(2);
    } catch (DataException e) {
      assertThat(e.getMessage()).hasLineCount(1).contains(file.toString());
    } finally {
      Files.delete(file);
    }
  }

  /** Writes bytes over a place in the file, or behind it. */
  private static void damage(Path file, int place, byte[] bytes) throws IOException {
    byte[] content = Files.readAllBytes(file);
    int at = Math.min(place, content.length);
    byte[] damaged = java.util.Arrays.copyOf(content, Math.max(content.length, at + bytes.length));
    System.arraycopy(bytes, 0, damaged, at, bytes.length);
    Files.write(file, damaged);
  }
}
