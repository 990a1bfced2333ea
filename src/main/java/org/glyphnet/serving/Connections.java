package org.glyphnet.serving;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;

/**
 * The open connections. Those whose request's head does not come to its end within a time are
 * closed; a silent client is left to the connector's idle time. While the service ends, connections
 * without a request under way are closed. {@link #look} is to be called again and again.
 */
final class Connections implements Connection.Listener {
  private final long headerNanos;
  private final Map<Connection, State> open = new ConcurrentHashMap<>();
  private volatile boolean draining;

  Connections(Duration header) {
    this.headerNanos = header.toNanos();
  }

  /**
   * A connection when it was last looked at.
   *
   * @param messages requests whose head had come
   * @param bytes that had come when that number was first seen
   * @param since when the next head was first seen to come; 0 when it has not begun
   */
  private record State(long messages, long bytes, long since) {}

  @Override
  public void onOpened(Connection connection) {
    // The encryption below a connection counts bytes, but no requests.
    if (!(connection instanceof SslConnection)) {
      open.put(connection, new State(0, 0, 0));
    }
  }

  @Override
  public void onClosed(Connection connection) {
    open.remove(connection);
  }

  /** From now on, connections without a request under way are closed. */
  void drain() {
    draining = true;
    look();
  }

  /** Looks at all connections, and closes those that are to be closed. */
  void look() {
    long now = System.nanoTime();
    for (Map.Entry<Connection, State> one : Map.copyOf(open).entrySet()) {
      Connection connection = one.getKey();
      State next = next(connection, one.getValue(), now);
      boolean late = next.since() != 0 && now - next.since() > headerNanos;
      boolean unused =
          draining
              && next.since() == 0
              && connection.getMessagesIn() == connection.getMessagesOut();
      if (late || unused) {
        connection.getEndPoint().close();
      } else {
        // The connection may have been closed meanwhile; then it must not be put back.
        open.replace(connection, next);
      }
    }
  }

  private static State next(Connection connection, State before, long now) {
    long messages = connection.getMessagesIn();
    long bytes = connection.getBytesIn();
    boolean underWay = messages > connection.getMessagesOut();
    if (underWay || messages != before.messages()) {
      return new State(messages, bytes, 0);
    }
    boolean begun = bytes > before.bytes();
    return new State(
        messages, before.bytes(), begun ? (before.since() == 0 ? now : before.since()) : 0);
  }
}
