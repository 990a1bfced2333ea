package org.glyphnet.data.pictures;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The first directory of a TIFF: its tags and their numbers. Adobe, <a
 * href="https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf">TIFF 6.0</a>, section 2.
 */
final class TiffDirectory {
  static final int WIDTH = 256;
  static final int HEIGHT = 257;
  static final int BITS = 258;
  static final int ORIENTATION = 274;
  static final int SAMPLES = 277;
  static final int TILE_WIDTH = 322;
  static final int TILE_HEIGHT = 323;

  private static final int ENTRY = 12;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  /** Bytes of a value of each type, from 1 on: byte, text, short, long, ratio and so on. */
  private static final int[] TYPE_BYTES = {1, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

  private final Map<Integer, Long> numbers = new HashMap<>();

  private TiffDirectory() {}

  /**
   * Reads it.
   *
   * @throws HeaderException when a tag claims more values than the file can hold
   * @throws IndexOutOfBoundsException when it ends too early
   */
  static TiffDirectory first(ByteBuffer tiff) {
    ByteBuffer bytes =
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    TiffDirectory directory = new TiffDirectory();
    int at = bytes.getInt(4);
    int entries = bytes.getShort(at) & 0xffff;
    for (int entry = at + 2; entry < at + 2 + entries * ENTRY; entry += ENTRY) {
      directory.add(bytes, entry);
    }
    return directory;
  }

  private void add(ByteBuffer bytes, int entry) {
    int tag = bytes.getShort(entry) & 0xffff;
    int type = bytes.getShort(entry + 2) & 0xffff;
    long count = Integer.toUnsignedLong(bytes.getInt(entry + 4));
    long size = count * (type < TYPE_BYTES.length ? TYPE_BYTES[type] : 1);
    long place = Integer.toUnsignedLong(bytes.getInt(entry + 8));
    if (size > 4 && place + size > bytes.limit()) {
      throw new HeaderException(
          String.format(
              Locale.ROOT, "a tag that claims %,d values in %,d bytes", count, bytes.limit()));
    }
    int value = size > 4 ? (int) place : entry + 8;
    if (type == SHORT && count > 0) {
      numbers.put(tag, bytes.getShort(value) & 0xffffL);
    } else if (type == LONG && count > 0) {
      numbers.put(tag, Integer.toUnsignedLong(bytes.getInt(value)));
    }
  }

  /** A tag's first number, or another where it is missing. */
  long number(int tag, long otherwise) {
    return numbers.getOrDefault(tag, otherwise);
  }
}
