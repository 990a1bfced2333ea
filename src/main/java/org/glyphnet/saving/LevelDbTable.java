package org.glyphnet.saving;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.glyphnet.data.DataException;
import org.glyphnet.files.MaskedCrc32c;

/**
 * A table in LevelDB's format (its doc/table_format.md), its blocks as they are or compressed with
 * Snappy: what a checkpoint's {@code .index} is. Every block is checked against its checksum, and
 * nothing is believed that the file does not hold.
 */
final class LevelDbTable {
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int FOOTER = 48;

  /** After each block: a byte that says how it is compressed, and a checksum. */
  private static final int TRAILER = 5;

  private static final byte PLAIN = 0;
  private static final byte SNAPPY = 1;

  private LevelDbTable() {}

  /**
   * Keys and values, in the file's order.
   *
   * @throws DataException when the file is missing, damaged or something else
   */
  static Map<String, ByteBuffer> read(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new DataException(file + ": not found", e);
    }
    try {
      return read(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      String why =
          e instanceof IllegalArgumentException && e.getMessage() != null
              ? e.getMessage()
              : "a place in it lies outside it";
      throw new DataException(file + ": not a checkpoint's index, or damaged: " + why, e);
    }
  }

  private static Map<String, ByteBuffer> read(ByteBuffer table) {
    if (table.capacity() < FOOTER || table.getLong(table.capacity() - Long.BYTES) != MAGIC) {
      throw new IllegalArgumentException("it does not end as one");
    }
    table.position(table.capacity() - FOOTER);
    block(table, table); // the index of meta blocks, of which TensorFlow has none
    Map<String, ByteBuffer> all = new LinkedHashMap<>();
    for (ByteBuffer handle : entries(block(table, table)).values()) {
      all.putAll(entries(block(table, handle)));
    }
    return all;
  }

  /** The block that a handle points to: its offset and its size. */
  private static ByteBuffer block(ByteBuffer table, ByteBuffer handle) {
    int offset = Varint.read(handle);
    int size = Varint.read(handle);
    if (size > table.capacity() - TRAILER) {
      throw new IllegalArgumentException("a block is longer than the file");
    }
    ByteBuffer whole = table.slice(offset, size + TRAILER).order(ByteOrder.LITTLE_ENDIAN);
    if (MaskedCrc32c.of(whole.slice(0, size + 1)) != whole.getInt(size + 1)) {
      throw new IllegalArgumentException("the checksum at byte " + offset + " does not fit");
    }
    ByteBuffer content = whole.slice(0, size);
    return switch (whole.get(size)) {
      case PLAIN -> content.order(ByteOrder.LITTLE_ENDIAN);
      case SNAPPY -> ByteBuffer.wrap(Snappy.decompress(content)).order(ByteOrder.LITTLE_ENDIAN);
      default -> throw new IllegalArgumentException("a block is compressed in an unknown way");
    };
  }

  private static Map<String, ByteBuffer> entries(ByteBuffer block) {
    int restarts = block.getInt(block.capacity() - Integer.BYTES);
    long end = block.capacity() - Integer.BYTES * (restarts + 1L);
    if (restarts < 0 || end < 0) {
      throw new IllegalArgumentException("a block is shorter than the list at its end");
    }
    block.limit((int) end);
    Map<String, ByteBuffer> entries = new LinkedHashMap<>();
    byte[] key = {};
    while (block.hasRemaining()) {
      int shared = Varint.read(block);
      int rest = Varint.read(block);
      int size = Varint.read(block);
      if (shared > key.length || rest > block.remaining()) {
        throw new IllegalArgumentException("a key is longer than its block");
      }
      key = Arrays.copyOf(key, shared + rest);
      block.get(key, shared, rest);
      entries.put(new String(key, StandardCharsets.UTF_8), block.slice(block.position(), size));
      block.position(block.position() + size);
    }
    return entries;
  }
}
