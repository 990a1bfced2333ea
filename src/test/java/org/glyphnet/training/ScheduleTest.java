package org.glyphnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  @Test
  void constantRateIsTheFullOneToTheBit() {
    for (int step = 0; step < 10; step++) {
      assertThat(Schedule.CONSTANT.rate(0.0002f, step, 10)).isEqualTo(0.0002f);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "COSINE, 0, 1",
    "COSINE, 25, 0.853553",
    "COSINE, 50, 0.5",
    "COSINE, 99, 0.000247",
    "ONE_CYCLE, 0, 0.04",
    "ONE_CYCLE, 15, 0.52",
    "ONE_CYCLE, 30, 1",
    "ONE_CYCLE, 65, 0.50005",
    "STEPS, 59, 1",
    "STEPS, 60, 0.1",
    "STEPS, 85, 0.01"
  })
  void rateFollowsItsCourse(Schedule.Kind kind, int step, double share) {
    assertThat(new Schedule(kind, 0).rate(2, step, 100))
        .isCloseTo((float) (2 * share), within(1e-5f));
  }

  @ParameterizedTest
  @EnumSource
  void warmUpRisesEvenlyFromNothing(Schedule.Kind kind) {
    Schedule schedule = new Schedule(kind, 0.1);

    assertThat(schedule.rate(1, 0, 100)).isCloseTo(1 / 11f, within(1e-6f));
    assertThat(schedule.rate(1, 9, 100)).isCloseTo(10 / 11f, within(1e-6f));
    assertThat(schedule.rate(1, 10, 100)).isEqualTo(new Schedule(kind, 0).rate(1, 0, 90));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void warmUpThatIsNoShareIsRefused(double warmup) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schedule(Schedule.Kind.COSINE, warmup))
        .withMessageContaining("found " + warmup);
  }
}
