package org.glyphnet.saving;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Blocks by hand, after the format's description. */
class SnappyTest {
  @Test
  void bytesAsTheyAreComeBack() {
    assertThat(decompressed(5, 4 << 2, 'h', 'e', 'l', 'l', 'o')).isEqualTo("hello");
  }

  @Test
  void copiesOfEachKindComeBack() {
    // "abcd", then 4 bytes from 4 back in each of the three forms.
    assertThat(
            decompressed(
                16, 3 << 2, 'a', 'b', 'c', 'd', 1, 4, 3 << 2 | 2, 4, 0, 3 << 2 | 3, 4, 0, 0, 0))
        .isEqualTo("abcdabcdabcdabcd");
  }

  @Test
  void aCopyMayReachIntoWhatItWrites() {
    assertThat(decompressed(11, 0, 'x', 9 << 2 | 2, 1, 0)).isEqualTo("xxxxxxxxxxx");
  }

  @Test
  void aLongLiteralHasItsLengthBehindItsTag() {
    int[] block = new int[3 + 70];
    block[0] = 70;
    block[1] = 60 << 2;
    block[2] = 69;
    java.util.Arrays.fill(block, 3, block.length, 'z');

    assertThat(decompressed(block)).isEqualTo("z".repeat(70));
  }

  @Test
  void damagedBlocksAreRefused() {
    int[][] damaged = {
      {4, 3 << 2 | 2, 9, 0}, // a copy from before the beginning
      {5, 2 << 2, 'a', 'b', 'c'}, // shorter than it says
      {2, 4 << 2, 'a', 'b', 'c', 'd', 'e'}, // longer than it says
      {0xff, 0xff, 0xff, 0xff, 7, 0, 'a'}, // claims 2 GB
    };
    for (int[] block : damaged) {
      assertThatThrownBy(() -> decompressed(block)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> decompressed(9, 3 << 2 | 2))
        .isInstanceOf(BufferUnderflowException.class);
  }

  private static String decompressed(int... block) {
    ByteBuffer bytes = ByteBuffer.allocate(block.length);
    for (int value : block) {
      bytes.put((byte) value);
    }
    return new String(Snappy.decompress(bytes.flip()), US_ASCII);
  }
}
