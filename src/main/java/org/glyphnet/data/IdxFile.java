package org.glyphnet.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.glyphnet.Internal;
import org.glyphnet.files.Sha256;

/**
 * An IDX file of unsigned bytes, as MNIST is published in: two zero bytes, the type 8, the number
 * of dimensions, each dimension as a big-endian int, then the values row-major.
 *
 * @param dimensions sizes, outermost first
 * @param values one byte a value
 * @param sha256 of the file's decompressed content, in hex
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
@Internal
public record IdxFile(List<Integer> dimensions, byte[] values, String sha256) {
  /** Types of values, by the header's third byte, and the bytes that each takes. */
  enum Type {
    UNSIGNED_BYTE(8, 1),
    INT(12, 4);

    private final int code;
    private final int bytes;

    Type(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }
  }

  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int CHUNK = 1 << 20;

  /**
   * Reads a file, decompressing it where it is gzip. Memory is taken as the values come, never
   * because a header says so.
   *
   * @param dimensionCount how many dimensions it must have
   * @throws DataException when it is missing, damaged or something else
   */
  public static IdxFile read(Path file, int dimensionCount) throws IOException {
    return read(file, dimensionCount, Type.UNSIGNED_BYTE);
  }

  /** The same for values of another type, four big-endian bytes each. */
  static IdxFile read(Path file, int dimensionCount, Type type) throws IOException {
    if (Files.isDirectory(file)) {
      throw new DataException(file + ": a folder, expected an IDX file");
    }
    MessageDigest digest = Sha256.digest();
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), CHUNK);
        InputStream in = new DigestInputStream(decompressed(raw), digest)) {
      List<Integer> dimensions = header(file, in, dimensionCount, type);
      byte[] values = values(file, in, dimensions, type);
      return new IdxFile(dimensions, values, HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchFileException e) {
      throw new DataException(file + ": not found", e);
    } catch (EOFException e) {
      throw new DataException(file + ": the gzip ends in the middle; get it again", e);
    } catch (ZipException e) {
      throw new DataException(file + ": damaged gzip (" + e.getMessage() + "); get it again", e);
    }
  }

  private static InputStream decompressed(InputStream raw) throws IOException {
    raw.mark(2);
    int magic = (raw.read() << 8) | raw.read();
    raw.reset();
    return magic == GZIP_MAGIC ? new GZIPInputStream(raw, 1 << 16) : raw;
  }

  private static List<Integer> header(Path file, InputStream in, int dimensionCount, Type type)
      throws IOException {
    byte[] magic = in.readNBytes(4);
    if (magic.length == 0) {
      throw new DataException(file + ": empty, expected an IDX file; get it again");
    }
    int expected = (type.code << 8) | dimensionCount;
    if (magic.length < 4 || toInt(magic) != expected) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: begins with 0x%s, expected 0x%08x: not an IDX file of %s with %d dimension%s",
              file,
              HexFormat.of().formatHex(magic),
              expected,
              type == Type.UNSIGNED_BYTE ? "bytes" : "ints",
              dimensionCount,
              dimensionCount == 1 ? "" : "s"));
    }
    int[] dimensions = new int[dimensionCount];
    for (int i = 0; i < dimensionCount; i++) {
      byte[] size = in.readNBytes(4);
      if (size.length < 4) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s: ends after %d bytes, its header takes %d; get it again",
                file,
                4 + 4 * i + size.length,
                4 + 4 * dimensionCount));
      }
      dimensions[i] = toInt(size);
      if (dimensions[i] < 1) {
        throw new DataException(
            file
                + ": dimension "
                + (i + 1)
                + " is "
                + Integer.toUnsignedString(dimensions[i])
                + "; it must be 1 to 2^31-1");
      }
    }
    return Arrays.stream(dimensions).boxed().toList();
  }

  private static byte[] values(Path file, InputStream in, List<Integer> dimensions, Type type)
      throws IOException {
    long size = 1;
    for (int dimension : dimensions) {
      size = Math.multiplyHigh(size, dimension) == 0 ? size * dimension : Long.MAX_VALUE;
    }
    size = size > Long.MAX_VALUE / type.bytes ? size : size * type.bytes;
    if (size < 0 || size > Integer.MAX_VALUE - 16) {
      throw new DataException(
          file + ": " + said(dimensions) + " bytes are more than the 2 GiB that can be read");
    }
    ByteArrayOutputStream values = new ByteArrayOutputStream((int) Math.min(size, CHUNK));
    byte[] chunk = new byte[CHUNK];
    while (values.size() < size) {
      int read = in.read(chunk, 0, (int) Math.min(CHUNK, size - values.size()));
      if (read < 0) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s: the header says %s = %,d values, found %,d; get it again",
                file,
                said(dimensions),
                size,
                values.size()));
      }
      values.write(chunk, 0, read);
    }
    if (in.read() >= 0) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: goes on after the %s = %,d values that its header says; get it again",
              file,
              said(dimensions),
              size));
    }
    return values.toByteArray();
  }

  private static String said(List<Integer> dimensions) {
    return dimensions.stream()
        .map(d -> String.format(Locale.ROOT, "%,d", d))
        .collect(Collectors.joining(" x "));
  }

  private static int toInt(byte[] bigEndian) {
    return IntStream.range(0, 4).reduce(0, (value, i) -> (value << 8) | (bigEndian[i] & 0xff));
  }
}
