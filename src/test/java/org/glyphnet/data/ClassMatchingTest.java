package org.glyphnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassMatchingTest {
  private static final List<String> DIGITS = IdxFolder.numbered(12);

  @Test
  void equalNamesMatchInWhateverOrder() {
    List<String> sorted = List.of("0", "1", "10", "11", "2", "3", "4", "5", "6", "7", "8", "9");

    assertThat(match(DIGITS, sorted)).containsExactly(0, 1, 10, 11, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void aDataSetMayHaveFewerClassesThanTheModel() {
    assertThat(match(DIGITS, List.of("7", "1"))).containsExactly(7, 1);
  }

  @Test
  void digitsMayBeWords() {
    assertThat(match(DIGITS, List.of("eight", "zero"))).containsExactly(8, 0);
    assertThat(match(List.of("zero", "one"), List.of("0", "1"))).containsExactly(0, 1);
  }

  @Test
  void caseBlanksHyphensAndUnderscoresDoNotCount() {
    assertThat(match(List.of("Great tit", "Owl"), List.of("great_tit", "OWL")))
        .containsExactly(0, 1);
    assertThat(match(List.of("owl", "Owl"), List.of("Owl", "owl"))).containsExactly(1, 0);
  }

  @Test
  void whatHasNoPartnerIsRefusedWithBothLists() {
    assertThatThrownBy(() -> match(List.of("0", "1", "7"), List.of("a-seven", "b-one")))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "'a-seven' is none of the model's classes; the model has 0, 1, 7; the data set has"
                + " a-seven, b-one");
  }

  @Test
  void twoClassesOfOneNameAreRefused() {
    assertThatThrownBy(() -> match(List.of("1", "2"), List.of("1", "one")))
        .hasMessageStartingWith("'1' and 'one' would be the same class");
  }

  @Test
  void aGivenMappingGoesFirst() {
    Map<String, String> given = ClassMatching.parse("a-seven=7, b-one=1");

    assertThat(ClassMatching.of(DIGITS, List.of("a-seven", "b-one", "3"), given))
        .containsExactly(7, 1, 3);
    assertThatThrownBy(() -> ClassMatching.of(DIGITS, List.of("b-one"), given))
        .hasMessageStartingWith("'a-seven' is none of the data set's classes");
    assertThatThrownBy(() -> ClassMatching.of(DIGITS, List.of("x"), ClassMatching.parse("x=none")))
        .hasMessageStartingWith("'none' is none of the model's classes");
  }

  @Test
  void whatIsNoMappingIsRefused() {
    assertThatThrownBy(() -> ClassMatching.parse("a=b,c"))
        .hasMessage("'c' is not possible; it takes pairs DATASET=MODEL, with commas between");
  }

  @Test
  void classesWithoutImagesAreNamed() {
    ImageDataset dataset = Samples.noise(5);

    assertThat(ClassMatching.missing(dataset, new int[] {0, 3})).containsExactly("1", "2");
    assertThat(ClassMatching.missing(dataset, new int[] {0, 1, 2})).isEmpty();
  }

  private static int[] match(List<String> model, List<String> dataset) {
    return ClassMatching.of(model, dataset, Map.of());
  }
}
