package org.glyphnet.mlflow;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.glyphnet.Internal;

/**
 * An MLflow tracking server. Immutable.
 *
 * @param address without user, password, query and a slash at its end; may be shown
 * @param authorization what to send as {@code Authorization}; a secret
 */
@Internal
public record MlflowServer(URI address, Optional<String> authorization) {
  /**
   * As it is typed.
   *
   * @param text such as {@code http://localhost:5000}; may hold a user and a password
   * @param environment where MLflow's own clients look: {@code MLFLOW_TRACKING_TOKEN}, or {@code
   *     MLFLOW_TRACKING_USERNAME} and {@code MLFLOW_TRACKING_PASSWORD}
   * @throws IllegalArgumentException when it is no address; the message does not repeat it
   */
  public static MlflowServer parse(String text, Map<String, String> environment) {
    URI typed;
    try {
      typed = new URI(text);
    } catch (java.net.URISyntaxException e) {
      throw new IllegalArgumentException(
          "no address; it takes one such as http://localhost:5000", e);
    }
    boolean http = "http".equals(typed.getScheme()) || "https".equals(typed.getScheme());
    if (!http || typed.getHost() == null) {
      throw new IllegalArgumentException(
          "no address of a server; it takes one such as http://localhost:5000");
    }
    String path = typed.getPath() == null ? "" : typed.getPath().replaceFirst("/+$", "");
    String host = typed.getHost() + (typed.getPort() < 0 ? "" : ":" + typed.getPort());
    return new MlflowServer(
        URI.create(typed.getScheme() + "://" + host + path),
        authorization(Optional.ofNullable(typed.getUserInfo()), environment));
  }

  private static Optional<String> authorization(
      Optional<String> user, Map<String, String> environment) {
    String token = environment.getOrDefault("MLFLOW_TRACKING_TOKEN", "");
    if (!token.isEmpty()) {
      return Optional.of("Bearer " + token);
    }
    String name = environment.getOrDefault("MLFLOW_TRACKING_USERNAME", "");
    String password = environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
    return user.or(() -> Optional.of(name + ":" + password).filter(any -> !name.isEmpty()))
        .map(
            pair ->
                "Basic "
                    + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return address.toString();
  }
}
