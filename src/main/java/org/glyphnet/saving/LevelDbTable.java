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
 * A table in LevelDB's format (its doc/table_format.md), uncompressed: what a checkpoint's {@code
 * .index} is. Every block is checked against its checksum, and nothing is believed that the file
 * does not hold.
 */
final class LevelDbTable {
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int FOOTER = 48;

  /** After each block: a byte that says how it is compressed, and a checksum. */
  private static final int TRAILER = 5;

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
      String why = e instanceof DamagedException ? e.getMessage() : "a place in it lies outside it";
      throw new DataException(file + ": not a checkpoint's index, or damaged: " + why, e);
    }
  }

  private static final class DamagedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message);
    }
  }

  private static Map<String, ByteBuffer> read(ByteBuffer table) {
    if (table.capacity() < FOOTER || table.getLong(table.capacity() - Long.BYTES) != MAGIC) {
      throw new DamagedException("it does not end as one");
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
    int offset = varint(handle);
    int size = varint(handle);
    if (size > table.capacity() - TRAILER) {
      throw new DamagedException("a block is longer than the file");
    }
    ByteBuffer whole = table.slice(offset, size + TRAILER).order(ByteOrder.LITTLE_ENDIAN);
    if (MaskedCrc32c.of(whole.slice(0, size + 1)) != whole.getInt(size + 1)) {
      throw new DamagedException("the checksum at byte " + offset + " does not fit");
    }
    if (whole.get(size) != 0) {
      throw new DamagedException("it is compressed, which TensorFlow's is not");
    }
    return whole.slice(0, size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Map<String, ByteBuffer> entries(ByteBuffer block) {
    int restarts = block.getInt(block.capacity() - Integer.BYTES);
    long end = block.capacity() - Integer.BYTES * (restarts + 1L);
    if (restarts < 0 || end < 0) {
      throw new DamagedException("a block is shorter than the list at its end");
    }
    block.limit((int) end);
    Map<String, ByteBuffer> entries = new LinkedHashMap<>();
    byte[] key = {};
    while (block.hasRemaining()) {
      int shared = varint(block);
      int rest = varint(block);
      int size = varint(block);
      if (shared > key.length || rest > block.remaining()) {
        throw new DamagedException("a key is longer than its block");
      }
      key = Arrays.copyOf(key, shared + rest);
      block.get(key, shared, rest);
      entries.put(new String(key, StandardCharsets.UTF_8), block.slice(block.position(), size));
      block.position(block.position() + size);
    }
    return entries;
  }

  /** A number of seven bits a byte, lowest first; none here is beyond an int. */
  private static int varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      byte next = bytes.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0 && value <= Integer.MAX_VALUE) {
        return (int) value;
      }
    }
    throw new DamagedException("a number in it is too large");
  }
}
