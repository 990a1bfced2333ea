package org.glyphnet.training;

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
import org.glyphnet.data.DataException;
import org.glyphnet.files.DurableFiles;

/** Writes and reads {@code run.json}; NaN is {@code null} there. */
public final class RunRecordFile {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addModule(NanAsNull.module())
          .build();

  private RunRecordFile() {}

  /** Writes the record; a reader sees the old one or the new one, never half of either. */
  public static void write(Path file, RunRecord record) throws IOException {
    DurableFiles.write(file, MAPPER.writeValueAsBytes(record));
  }

  /**
   * Reads a record.
   *
   * @throws DataException when there is none or it is damaged
   */
  public static RunRecord read(Path file) throws IOException {
    try {
      RunRecord record = MAPPER.readValue(Files.readAllBytes(file), RunRecord.class);
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
}
