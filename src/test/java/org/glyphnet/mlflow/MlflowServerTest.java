package org.glyphnet.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlflowServerTest {
  @Test
  void userAndPasswordAreSentAndNeverShown() {
    MlflowServer server = MlflowServer.parse("https://ada:secret@host:5000/mlflow/", Map.of());

    assertThat(server.toString()).isEqualTo("https://host:5000/mlflow");
    // "ada:secret" in base64, by coreutils' base64
    assertThat(server.authorization()).hasValue("Basic YWRhOnNlY3JldA==");
  }

  @Test
  void theTokenComesFromTheEnvironment() {
    assertThat(
            MlflowServer.parse("http://host", Map.of("MLFLOW_TRACKING_TOKEN", "abc"))
                .authorization())
        .hasValue("Bearer abc");
    assertThat(MlflowServer.parse("http://host", Map.of()).authorization()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:/tmp/mlruns", "localhost:5000", "http://", "http://a b", "databricks"})
  void whatIsNoServersAddressIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MlflowServer.parse(text, Map.of()))
        .withMessageContaining("http://localhost:5000");
  }
}
