package org.glyphnet.serving;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * @param access who may ask
 * @param operation what those who run it want
 * @param reports finds the page about the run that made the model
 */
public record ServiceSettings(
    String host,
    int port,
    SessionSettings session,
    int maxBatch,
    int queue,
    Limits limits,
    Access access,
    Operation operation,
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
   * Who may ask.
   *
   * @param token that a request must bear; empty for none
   * @param names under which the service may be asked, beside localhost, its own and addresses in
   *     figures; {@code *} is any
   * @param origins of other sites whose pages may ask, such as {@code https://example.org}; {@code
   *     *} is any
   */
  public record Access(Optional<String> token, Set<String> names, Set<String> origins) {
    /** No token, no further name. */
    public static final Access BY_DEFAULT = new Access(Optional.empty(), Set.of(), Set.of());

    public Access {
      names = Set.copyOf(names);
      origins = Set.copyOf(origins);
    }
  }

  /**
   * What those who run a service want of it.
   *
   * @param tls how connections are encrypted; empty for plain HTTP
   * @param accessLog whether each request is a line of the log {@code org.glyphnet.access}
   * @param labels numbers of the versions that bear them, before what the model's folder says
   */
  public record Operation(Optional<Tls> tls, boolean accessLog, Map<String, Long> labels) {
    /** Plain HTTP, no log of requests, labels as the model's folder says. */
    public static final Operation BY_DEFAULT = new Operation(Optional.empty(), false);

    public Operation {
      labels = Map.copyOf(labels);
    }

    /** With the labels that the model's folder says. */
    public Operation(Optional<Tls> tls, boolean accessLog) {
      this(tls, accessLog, Map.of());
    }
  }

  /**
   * How connections are encrypted.
   *
   * @param certificate PEM file of the certificate, followed by those that vouch for it
   * @param key PEM file of its private key, PKCS #8 and unencrypted
   */
  public record Tls(Path certificate, Path key) {}

  /**
   * What clients may take.
   *
   * @param bodyBytes size of a request's body, at least 1
   * @param connections open at a time, at least 1; more wait for their turn
   * @param times how long things may take
   */
  public record Limits(int bodyBytes, int connections, Times times) {
    /** 16 MiB, 512 connections. */
    public static final Limits BY_DEFAULT = new Limits(16 << 20, 512, Times.BY_DEFAULT);

    public Limits {
      if (bodyBytes < 1) {
        throw new IllegalArgumentException("body size must be at least 1, found " + bodyBytes);
      }
      if (connections < 1) {
        throw new IllegalArgumentException("connections must be at least 1, found " + connections);
      }
    }
  }

  /**
   * How long things may take.
   *
   * @param head until a request's head is there
   * @param body until its body is there
   * @param idle silence on a connection
   * @param drain requests under way when the service is told to end
   */
  public record Times(Duration head, Duration body, Duration idle, Duration drain) {
    /** 10 seconds for the head, 30 for each of the others. */
    public static final Times BY_DEFAULT =
        new Times(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30));
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
        Access.BY_DEFAULT,
        Operation.BY_DEFAULT,
        Reports.NONE);
  }

  /** The same on another port. */
  public ServiceSettings withPort(int newPort) {
    return new ServiceSettings(
        host, newPort, session, maxBatch, queue, limits, access, operation, reports);
  }

  /** The same with another size of batches and queue. */
  public ServiceSettings withBatches(int newMaxBatch, int newQueue) {
    return new ServiceSettings(
        host, port, session, newMaxBatch, newQueue, limits, access, operation, reports);
  }

  /** The same with other limits. */
  public ServiceSettings withLimits(Limits newLimits) {
    return new ServiceSettings(
        host, port, session, maxBatch, queue, newLimits, access, operation, reports);
  }

  /** The same with a token. */
  public ServiceSettings withToken(String newToken) {
    return with(new Access(Optional.of(newToken), access.names(), access.origins()));
  }

  /** The same, answering under these names too. */
  public ServiceSettings withNames(Set<String> newNames) {
    return with(new Access(access.token(), newNames, access.origins()));
  }

  /** The same for pages of these other sites too. */
  public ServiceSettings withOrigins(Set<String> newOrigins) {
    return with(new Access(access.token(), access.names(), newOrigins));
  }

  private ServiceSettings with(Access newAccess) {
    return new ServiceSettings(
        host, port, session, maxBatch, queue, limits, newAccess, operation, reports);
  }

  /** The same, operated otherwise. */
  public ServiceSettings withOperation(Operation newOperation) {
    return new ServiceSettings(
        host, port, session, maxBatch, queue, limits, access, newOperation, reports);
  }

  /** Images that one request may have: those that may wait, and at least a batch. */
  int maxImages() {
    return Math.max(queue, maxBatch);
  }

  /** The same with reports. */
  public ServiceSettings withReports(Reports newReports) {
    return new ServiceSettings(
        host, port, session, maxBatch, queue, limits, access, operation, newReports);
  }
}
