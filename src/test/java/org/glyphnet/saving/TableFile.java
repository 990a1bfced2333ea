package org.glyphnet.saving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a checkpoint's {@code .index} without TensorFlow: a table in LevelDB's format (see its
 * doc/table_format.md), uncompressed, as TensorFlow writes it.
 */
final class TableFile {
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int FOOTER = 48;

  private TableFile() {}

  /** Keys and values, in the file's order. */
  static Map<String, byte[]> read(Path file) throws IOException {
    ByteBuffer table = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(table.getLong(table.capacity() - Long.BYTES)).as("magic").isEqualTo(MAGIC);
    table.position(table.capacity() - FOOTER);
    block(table, table); // the index of meta blocks, of which TensorFlow has none
    Map<String, byte[]> all = new LinkedHashMap<>();
    for (byte[] handle : entries(block(table, table)).values()) {
      all.putAll(entries(block(table, ByteBuffer.wrap(handle))));
    }
    return all;
  }

  /** The block that a handle points to: its offset and its size. */
  private static ByteBuffer block(ByteBuffer table, ByteBuffer handle) {
    int offset = varint(handle);
    int size = varint(handle);
    assertThat(table.get(offset + size)).as("compression").isZero();
    return table.slice(offset, size);
  }

  private static Map<String, byte[]> entries(ByteBuffer block) {
    block.order(ByteOrder.LITTLE_ENDIAN);
    int restarts = block.getInt(block.capacity() - Integer.BYTES);
    block.limit(block.capacity() - Integer.BYTES * (restarts + 1));
    Map<String, byte[]> entries = new LinkedHashMap<>();
    byte[] key = {};
    while (block.hasRemaining()) {
      int shared = varint(block);
      int rest = varint(block);
      byte[] value = new byte[varint(block)];
      key = Arrays.copyOf(key, shared + rest);
      block.get(key, shared, rest);
      block.get(value);
      entries.put(new String(key, StandardCharsets.UTF_8), value);
    }
    return entries;
  }

  private static int varint(ByteBuffer bytes) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
