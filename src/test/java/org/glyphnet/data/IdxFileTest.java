package org.glyphnet.data;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFileTest {
  private static final byte[] VALUES = IdxBytes.noise(2 * 3 * 4, 1);
  private static final byte[] CONTENT = IdxBytes.idx(VALUES, 2, 3, 4);
  private static final int HEADER = 16;

  @TempDir Path folder;

  @Test
  void plainBytesComeBackAsTheyWereWritten() throws IOException {
    byte[] written = HexFormat.of().parseHex("00000801" + "00000003" + "00ff7f");

    IdxFile read = IdxFile.read(file(written), 1);

    assertThat(read.dimensions()).containsExactly(3);
    assertThat(read.values()).containsExactly(0, 0xff, 0x7f);
  }

  @Test
  void gzipGivesWhatItsContentGives() throws IOException {
    IdxFile plain = IdxFile.read(file(CONTENT), 3);
    IdxFile gzip = IdxFile.read(file(IdxBytes.gzip(CONTENT)), 3);

    assertThat(gzip.dimensions()).isEqualTo(plain.dimensions()).containsExactly(2, 3, 4);
    assertThat(gzip.values()).isEqualTo(plain.values()).isEqualTo(VALUES);
    assertThat(gzip.sha256()).isEqualTo(plain.sha256());
  }

  @Test
  void gzipIsKnownByItsContentNotItsName() throws IOException {
    Path misnamed = Files.write(folder.resolve("plain.gz"), CONTENT);

    assertThat(IdxFile.read(misnamed, 3).values()).isEqualTo(VALUES);
  }

  @Test
  void sizesAreBigEndian() throws IOException {
    byte[] values = IdxBytes.noise(0x0102, 2);

    assertThat(IdxFile.read(file(IdxBytes.idx(values, 0x0102)), 1).dimensions())
        .containsExactly(258);
  }

  @Test
  void sha256IsThatOfTheWholeDecompressedContent() throws Exception {
    byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(CONTENT);

    assertThat(IdxFile.read(file(IdxBytes.gzip(CONTENT)), 3).sha256())
        .isEqualTo(HexFormat.of().formatHex(digest));
  }

  @Test
  void valuesLargerThanAnyBufferAreReadWhole() throws IOException {
    byte[] values = IdxBytes.noise(3_000_001, 3);

    assertThat(IdxFile.read(file(IdxBytes.gzip(IdxBytes.idx(values, 3_000_001))), 1).values())
        .isEqualTo(values);
  }

  @ParameterizedTest
  @CsvSource({
    "000008, begins with 0x000008,",
    "00000901000000017f, begins with 0x00000901,", // signed bytes
    "00000d01000000017f, begins with 0x00000d01,", // floats
    "00000802000000010000000107, begins with 0x00000802,", // two dimensions
    "01080000000000017f, begins with 0x01080000,", // the other byte order
  })
  void anotherBeginningIsNamedBesideTheExpectedOne(String hex, String found) throws IOException {
    assertRefused(HexFormat.of().parseHex(hex), 1, found, "expected 0x00000801");
  }

  @Test
  void anEmptyFileIsToldAsSuch() throws IOException {
    assertRefused(new byte[0], 1, "empty, expected an IDX file");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 7, 8, 11, 15})
  void aCutHeaderIsNamed(int length) throws IOException {
    assertRefused(
        Arrays.copyOf(CONTENT, length), 3, "ends after " + length + " bytes", "header takes 16");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 11, 23})
  void missingValuesAreCounted(int found) throws IOException {
    assertRefused(
        Arrays.copyOf(CONTENT, HEADER + found), 3, "2 x 3 x 4 = 24 values", "found " + found + ";");
  }

  @Test
  void valuesThatGoOnAreRefused() throws IOException {
    assertRefused(Arrays.copyOf(CONTENT, CONTENT.length + 1), 3, "goes on after", "24 values");
    assertRefused(
        IdxBytes.gzip(Arrays.copyOf(CONTENT, CONTENT.length + 1)), 3, "goes on after", "24 values");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 3, 4, dimension 1 is 0;",
    "2, 0, 4, dimension 2 is 0;",
    "2, 3, -1, dimension 3 is 4294967295;",
    "-2147483648, 3, 4, dimension 1 is 2147483648;",
  })
  void aSizeThatNoArrayHasIsNamed(int count, int height, int width, String found)
      throws IOException {
    assertRefused(IdxBytes.idx(VALUES, count, height, width), 3, found, "it must be 1 to 2^31-1");
  }

  @ParameterizedTest
  @CsvSource({
    "2147483647, 2147483647, 2147483647",
    "65536, 65536, 1", // 2^32: zero as an int
    "65536, 65536, 65536",
    "2097152, 2097152, 2097152", // 2^63: negative as a long
    "2147483647, 1, 1",
    "1, 1, 2147483647",
  })
  void moreValuesThanAnArrayHoldsAreRefused(int count, int height, int width) throws IOException {
    assertRefused(IdxBytes.idx(VALUES, count, height, width), 3, "more than the 2 GiB");
  }

  @Test
  void memoryIsTakenForWhatIsThereNotForWhatTheHeaderClaims() throws IOException {
    Path file = file(IdxBytes.idx(new byte[12], Integer.MAX_VALUE - 16));
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    assertThatThrownBy(() -> IdxFile.read(file, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found 12;");

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16L << 20);
  }

  @Test
  void aCutGzipIsRefusedWhereverItIsCut() throws IOException {
    byte[] gzip = IdxBytes.gzip(CONTENT);
    for (int length = 0; length < gzip.length; length++) {
      assertRefused(Arrays.copyOf(gzip, length), 3, ": ");
    }
  }

  @Test
  void aFlippedBitInAGzipIsFoundByItsChecksum() throws IOException {
    byte[] gzip = IdxBytes.gzip(CONTENT);
    gzip[gzip.length - 8] ^= 1; // the CRC-32

    assertRefused(gzip, 3, "damaged gzip", "get it again");
  }

  @Test
  void aGzipOfSomethingElseIsRefusedAsThePlainFileIs() throws IOException {
    assertRefused(
        IdxBytes.gzip("not an IDX file".getBytes(US_ASCII)), 3, "0x6e6f7420", "0x00000803");
    assertRefused(
        HexFormat.of().parseHex("1f8b" + "ffffffffffffffffffff"), 3, "damaged gzip", "again");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> IdxFile.read(folder.resolve("none.gz"), 1))
        .isInstanceOf(DataException.class)
        .hasMessage(folder.resolve("none.gz") + ": not found");
  }

  @Test
  void aFolderInPlaceOfTheFileIsNamed() {
    assertThatThrownBy(() -> IdxFile.read(folder, 1))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(folder + ": ")
        .hasMessageContaining("folder");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anyDamageEndsInValuesThatFitTheHeaderOrInADataException(boolean gzip) throws IOException {
    byte[] valid = gzip ? IdxBytes.gzip(CONTENT) : CONTENT;
    Random random = new Random(20);
    for (int i = 0; i < 1000; i++) {
      byte[] damaged = IdxBytes.mutated(valid, random);
      Path file = file(damaged);
      try {
        IdxFile read = IdxFile.read(file, 3);
        long size = read.dimensions().stream().mapToLong(d -> d).reduce(1, (a, b) -> a * b);
        assertThat((long) read.values().length).isEqualTo(size);
      } catch (DataException e) {
        assertThat(e.getMessage()).startsWith(file + ": ").doesNotContain("\n", "null");
      } catch (IOException | RuntimeException e) {
        fail("mutation " + i + ": " + HexFormat.of().formatHex(damaged), e);
      }
    }
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("values"), content);
  }

  private void assertRefused(byte[] content, int dimensions, String... said) throws IOException {
    Path file = file(content);
    assertThatThrownBy(() -> IdxFile.read(file, dimensions))
        .isInstanceOf(DataException.class)
        .message()
        .startsWith(file + ": ")
        .contains(said)
        .doesNotContain("\n", "null");
  }
}
