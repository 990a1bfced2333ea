package org.glyphnet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepGridTest {
  private static final Set<String> ALLOWED = Set.of("seed", "activation", "dataset");

  @Test
  void combinesEveryValueWithEveryOther() {
    SweepGrid grid = grid("seed=1,2,3", "activation=relu,elu");

    assertThat(grid.combinations())
        .extracting(SweepGrid.Combination::name)
        .containsExactly(
            "seed-1_activation-relu",
            "seed-1_activation-elu",
            "seed-2_activation-relu",
            "seed-2_activation-elu",
            "seed-3_activation-relu",
            "seed-3_activation-elu");
    assertThat(grid.combinations().get(3).values())
        .containsExactly(Map.entry("seed", "2"), Map.entry("activation", "elu"));
  }

  @Test
  void namesAreOnesThatFilesCanHave() {
    assertThat(grid("dataset=idx:a/b").combinations().get(0).name()).isEqualTo("dataset-idx_a_b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "seed; it takes OPTION=VALUE,VALUE...",
        "seed=; it takes OPTION=VALUE,VALUE...",
        "seed=1,,2; it takes OPTION=VALUE,VALUE...",
        "run=a,b; 'run' cannot be tried out",
        "seed=1,1; names a value twice",
        "seed=1..9; is a range; it takes --random N",
        "dataset=idx:a,idx_a; would both be called 'dataset-idx_a'"
      })
  void whatCannotBeUnderstoodIsSaid(String typed, String reason) {
    assertThatThrownBy(() -> grid(typed))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void optionIsGivenOnce() {
    assertThatThrownBy(() -> grid("seed=1", "seed=2"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("give all values at once");
  }

  private static SweepGrid grid(String... typed) {
    return SweepGrid.parse(List.of(typed), ALLOWED);
  }
}
