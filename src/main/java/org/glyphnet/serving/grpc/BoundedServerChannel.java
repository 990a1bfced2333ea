package org.glyphnet.serving.grpc;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;

/**
 * Takes no more connections while as many are open as may be; those that come meanwhile wait with
 * the operating system for one to end, as over HTTP.
 */
final class BoundedServerChannel extends NioServerSocketChannel {
  private final int most;

  /** Only its own event loop's thread counts, so that no end is missed while it stops to take. */
  private int open;

  BoundedServerChannel(int most) {
    this.most = most;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    int before = accepted.size();
    int count = super.doReadMessages(accepted);
    for (Object connection : accepted.subList(before, accepted.size())) {
      open++;
      var unused = ((Channel) connection).closeFuture().addListener(ended -> connectionEnded());
    }
    if (open >= most) {
      config().setAutoRead(false);
    }
    return count;
  }

  private void connectionEnded() {
    // Nothing is taken any more once the service ends.
    if (isOpen() && !eventLoop().isShuttingDown()) {
      eventLoop()
          .execute(
              () -> {
                open--;
                config().setAutoRead(true);
              });
    }
  }
}
