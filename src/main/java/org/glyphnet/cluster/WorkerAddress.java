package org.glyphnet.cluster;

/**
 * Where one worker of a cluster listens.
 *
 * @param host name or address as the other workers reach it; an IPv6 address in brackets
 * @param port from 1 to 65535
 */
public record WorkerAddress(String host, int port) {
  public WorkerAddress {
    if (host.isBlank() || host.contains("/") || host.contains(",") || host.contains(" ")) {
      throw new IllegalArgumentException("not the name of a host: '" + host + "'");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("a port is from 1 to 65535, found " + port);
    }
  }

  /**
   * Reads {@code host:port}.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static WorkerAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon < 1 || !port.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("not HOST:PORT: '" + text + "'");
    }
    return new WorkerAddress(text.substring(0, colon), Integer.parseInt(port));
  }

  /** What a session is pointed at to run there. */
  String target() {
    return "grpc://" + this;
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
