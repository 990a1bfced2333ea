package org.glyphnet.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glyphnet.data.DataException;
import org.glyphnet.files.DurableFiles;
import org.glyphnet.files.Sha256;

/**
 * Writes and reads {@code run.json}; NaN is {@code null} there. Its last property, {@code sha256},
 * is the checksum of all that stands before it, so that a flipped bit is not taken for what was
 * trained. A record without one is taken as it is.
 */
public final class RunRecordFile {
  private static final Pattern SEALED =
      Pattern.compile("(.*),\\s*\"sha256\"\\s*:\\s*\"([0-9a-f]{64})\"\\s*}\\s*", Pattern.DOTALL);

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addModule(NanAsNull.module())
          .addModule(NetworkJson.module())
          .build();

  private RunRecordFile() {}

  /** Writes the record; a reader sees the old one or the new one, never half of either. */
  public static void write(Path file, RunRecord record) throws IOException {
    String json = MAPPER.writeValueAsString(record).stripTrailing();
    String body = json.substring(0, json.length() - 1).stripTrailing();
    String seal = ",\n  \"sha256\" : \"" + sha256(body) + "\"\n}\n";
    DurableFiles.write(file, (body + seal).getBytes(UTF_8));
  }

  /**
   * Reads a record.
   *
   * @throws DataException when there is none or it is damaged
   */
  public static RunRecord read(Path file) throws IOException {
    try {
      RunRecord record = MAPPER.readValue(unsealed(file), RunRecord.class);
      if (record == null
          || record.run() == null
          || record.options() == null
          || record.network() == null
          || record.optimizer() == null
          || record.training() == null
          || record.data() == null) {
        throw new DataException(
            file
                + ": lacks 'run', 'options', 'network', 'optimizer', 'training' or 'data'; not the record of a run,"
                + " or damaged");
      }
      return record;
    } catch (NoSuchFileException e) {
      throw new DataException(file + ": not found; give the folder of a training run", e);
    } catch (JsonProcessingException e) {
      throw new DataException(
          file + ": not the record of a run, or damaged: " + e.getOriginalMessage(), e);
    }
  }

  private static byte[] unsealed(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    // What is no UTF-8 has become something else here, and does not fit its checksum.
    Matcher sealed = SEALED.matcher(new String(bytes, UTF_8));
    if (!sealed.matches()) {
      return bytes;
    }
    String body = sealed.group(1);
    if (!sha256(body).equals(sealed.group(2))) {
      throw new DataException(
          file
              + ": damaged: its checksum does not fit; if you edited it, take its last property out");
    }
    return (body + "}").getBytes(UTF_8);
  }

  private static String sha256(String text) {
    return Sha256.of(text.getBytes(UTF_8));
  }
}
