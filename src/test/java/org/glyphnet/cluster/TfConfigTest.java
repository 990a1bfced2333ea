package org.glyphnet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TfConfigTest {
  @Test
  void namesTheWorkersAndWhichOfThemThisIs() {
    TfConfig config =
        TfConfig.parse(
            "{\"cluster\": {\"worker\": [\"w0:2222\", \"w1:2222\"]},"
                + " \"task\": {\"type\": \"worker\", \"index\": 1}}");

    assertThat(config.cluster()).hasToString("w0:2222,w1:2222");
    assertThat(config.task()).isEqualTo(1);
  }

  @Test
  void aChiefComesFirstAndOtherJobsAreLeftOut() {
    TfConfig config =
        TfConfig.parse(
            "{\"cluster\": {\"ps\": [\"p:1\"], \"worker\": [\"w:1\"], \"chief\": [\"c:1\"]},"
                + " \"task\": {\"type\": \"worker\", \"index\": 0}}");

    assertThat(config.cluster()).hasToString("c:1,w:1");
    assertThat(config.task()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "{}",
        "{\"cluster\": {\"worker\": [\"a:1\"]}}",
        "{\"cluster\": {\"worker\": [\"a:1\"]}, \"task\": {\"type\": \"worker\", \"index\": 1}}",
        "{\"cluster\": {\"worker\": [\"a\"]}, \"task\": {\"type\": \"worker\", \"index\": 0}}"
      })
  void whatTellsNoPlaceIsRefused(String json) {
    assertThatIllegalArgumentException().isThrownBy(() -> TfConfig.parse(json));
  }
}
