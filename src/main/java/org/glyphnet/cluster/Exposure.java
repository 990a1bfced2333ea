package org.glyphnet.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.List;

/**
 * From where a TensorFlow server can be reached. It listens on every interface, whatever host its
 * cluster names.
 */
public final class Exposure {
  private Exposure() {}

  /**
   * The addresses at which others reach this machine; empty when it has none but loopback's.
   *
   * @throws IOException when the system does not tell
   */
  public static List<String> addresses() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .sorted()
        .toList();
  }

  /**
   * Checks that nobody listens at a port.
   *
   * @throws ClusterException when somebody does
   */
  static void checkFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As the server binds it: a connection of its predecessor may still be closing.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port));
    } catch (IOException e) {
      throw new ClusterException(
          "port " + port + " is taken by another program; choose another, or end that program", e);
    }
  }
}
