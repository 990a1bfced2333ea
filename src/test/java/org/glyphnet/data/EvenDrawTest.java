package org.glyphnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EvenDrawTest {
  private static final List<String> GROUPS =
      Stream.of(
              Collections.nCopies(70, "a"),
              Collections.nCopies(28, "b"),
              Collections.nCopies(2, "c"))
          .flatMap(List::stream)
          .toList();

  @Test
  void eachGroupGivesItsShareEvenlySpread() {
    int[] drawn = EvenDraw.of(GROUPS, 50);

    assertThat(drawn).hasSize(50).isSorted();
    assertThat(counts(drawn)).containsExactly(35, 14, 1);
    assertThat(drawn).startsWith(0, 2, 4).contains(70, 72).contains(98);
  }

  @Test
  void noGroupIsForgottenWhereTheNumberAllowsIt() {
    assertThat(counts(EvenDraw.of(GROUPS, 3))).containsExactly(1, 1, 1);
    assertThat(counts(EvenDraw.of(GROUPS, 5))).containsExactly(3, 1, 1);
    for (int wanted = 1; wanted <= 100; wanted++) {
      assertThat(EvenDraw.of(GROUPS, wanted)).hasSize(wanted).doesNotHaveDuplicates();
    }
  }

  @Test
  void moreThanThereAreAreRefused() {
    assertThatThrownBy(() -> EvenDraw.of(GROUPS, 101)).hasMessage("there are 100 images, not 101");
  }

  private static int[] counts(int[] drawn) {
    int[] counts = new int[3];
    IntStream.of(drawn).forEach(i -> counts[GROUPS.get(i).charAt(0) - 'a']++);
    return counts;
  }
}
