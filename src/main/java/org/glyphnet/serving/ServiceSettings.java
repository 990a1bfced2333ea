package org.glyphnet.serving;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.glyphnet.network.SessionSettings;

/**
 * How a service is run.
 *
 * @param host name or address that it listens on
 * @param port 0 to 65,535; 0 takes a free one
 * @param session threads and precision of the computation
 * @param maxBatch images that run together, at least 1; 1 switches batching off
 * @param queue images that may wait while others run, at least 0
 * @param limits on requests
 * @param token that a request must bear; empty for none
 * @param reports finds the page about the run that made the model
 */
public record ServiceSettings(
    String host,
    int port,
    SessionSettings session,
    int maxBatch,
    int queue,
    Limits limits,
    Optional<String> token,
    Reports reports) {
  /** Finds the page about the run that made a model. */
  public interface Reports {
    /** None is known of. */
    Reports NONE = version -> Optional.empty();

    /**
     * An HTML file.
     *
     * @param version folder of the model's version
     */
    Optional<Path> of(Path version);
  }

  /**
   * What a client may take.
   *
   * @param bodyBytes size of a request's body
   * @param bodyTime how long a body may take to come
   * @param idle how long a connection may be silent
   * @param drain how long requests under way may take when the service is told to end
   */
  public record Limits(int bodyBytes, Duration bodyTime, Duration idle, Duration drain) {
    /** 16 MiB, 30 seconds each. */
    public static final Limits BY_DEFAULT =
        new Limits(
            16 << 20, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));

    public Limits {
      if (bodyBytes < 1) {
        throw new IllegalArgumentException("body size must be at least 1, found " + bodyBytes);
      }
    }
  }

  public ServiceSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be from 0 to 65535, found " + port);
    }
    if (maxBatch < 1) {
      throw new IllegalArgumentException("max batch must be at least 1, found " + maxBatch);
    }
    if (queue < 0) {
      throw new IllegalArgumentException("queue must be at least 0, found " + queue);
    }
  }

  /** On this machine's own port 8501, batches of up to 128 images, 1,024 waiting. */
  public static ServiceSettings byDefault() {
    return new ServiceSettings(
        "127.0.0.1",
        8501,
        SessionSettings.ofThisMachine(),
        128,
        1024,
        Limits.BY_DEFAULT,
        Optional.empty(),
        Reports.NONE);
  }

  /** The same on another port. */
  public ServiceSettings withPort(int newPort) {
    return new ServiceSettings(host, newPort, session, maxBatch, queue, limits, token, reports);
  }

  /** The same with another size of batches and queue. */
  public ServiceSettings withBatches(int newMaxBatch, int newQueue) {
    return new ServiceSettings(host, port, session, newMaxBatch, newQueue, limits, token, reports);
  }

  /** The same with other limits. */
  public ServiceSettings withLimits(Limits newLimits) {
    return new ServiceSettings(host, port, session, maxBatch, queue, newLimits, token, reports);
  }

  /** The same with a token. */
  public ServiceSettings withToken(String newToken) {
    return new ServiceSettings(
        host, port, session, maxBatch, queue, limits, Optional.of(newToken), reports);
  }

  /** The same with reports. */
  public ServiceSettings withReports(Reports newReports) {
    return new ServiceSettings(host, port, session, maxBatch, queue, limits, token, newReports);
  }
}
