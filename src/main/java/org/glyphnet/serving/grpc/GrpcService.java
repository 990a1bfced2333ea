package org.glyphnet.serving.grpc;

import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.glyphnet.Internal;
import org.glyphnet.serving.ServiceDoor;
import org.glyphnet.serving.ServiceSettings;

/**
 * A running service over gRPC, on a port of its own.
 *
 * <p>{@link #close} takes no more calls and waits for those under way; it comes before the end of
 * the service that answers them.
 */
@Internal
public final class GrpcService implements AutoCloseable {
  /** Threads that read calls, run batches and write answers. */
  private static final int THREADS = 32;

  /** Calls that one connection may have under way; a client with more waits. */
  private static final int MOST_CALLS = 256;

  private final Server server;
  private final HealthStatusManager health;
  private final Workers workers;
  private final Duration drain;

  private GrpcService(Server server, HealthStatusManager health, Workers workers, Duration drain) {
    this.server = server;
    this.health = health;
    this.workers = workers;
    this.drain = drain;
  }

  /**
   * The threads of a service.
   *
   * @param calls read calls, run batches and write answers
   * @param sockets take connections and move bytes
   */
  private record Workers(ExecutorService calls, EventLoopGroup sockets) {
    static Workers started() {
      return new Workers(
          Executors.newFixedThreadPool(THREADS, new Threads("grpc-")),
          new NioEventLoopGroup(0, new Threads("grpc-socket-")));
    }

    void end() {
      calls.shutdown();
      // What is left has no connection any more, so there is nothing to wait for.
      var unused = sockets.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Starts to listen.
   *
   * @param door to the service that answers; it stays its owner's
   * @param settings of that service: host, certificate, limits
   * @param port 0 takes a free one
   * @throws SocketException when it cannot listen at the host and port
   */
  public static GrpcService start(ServiceDoor door, ServiceSettings settings, int port)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(settings.host(), port);
    if (address.isUnresolved()) {
      throw new SocketException("no such host");
    }
    HealthStatusManager health = new HealthStatusManager();
    Workers workers = Workers.started();
    ServiceSettings.Limits limits = settings.limits();
    List<ServerInterceptor> interceptors =
        settings.operation().accessLog()
            ? List.of(new CallLog(), new CallFigures(door))
            : List.of(new CallFigures(door));
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address)
            .executor(workers.calls())
            .bossEventLoopGroup(workers.sockets())
            .workerEventLoopGroup(workers.sockets())
            .channelFactory(() -> new BoundedServerChannel(limits.connections()))
            .maxInboundMessageSize(limits.bodyBytes())
            .maxConcurrentCallsPerConnection(MOST_CALLS)
            .handshakeTimeout(limits.times().head().toMillis(), TimeUnit.MILLISECONDS)
            .maxConnectionIdle(limits.times().idle().toMillis(), TimeUnit.MILLISECONDS)
            .addService(told(health.getHealthService(), interceptors));
    List.of(
            new PredictionDoor(door).bindService(),
            new ModelDoor(door).bindService(),
            new InferenceDoor(door).bindService(),
            ProtoReflectionServiceV1.newInstance().bindService())
        .forEach(
            service -> {
              builder.addService(
                  told(ServerInterceptors.intercept(service, new TokenCheck(door)), interceptors));
              health.setStatus(
                  service.getServiceDescriptor().getName(),
                  io.grpc.health.v1.HealthCheckResponse.ServingStatus.SERVING);
            });
    settings
        .operation()
        .tls()
        .ifPresent(
            tls -> builder.useTransportSecurity(tls.certificate().toFile(), tls.key().toFile()));
    try {
      return new GrpcService(builder.build().start(), health, workers, limits.times().drain());
    } catch (IOException e) {
      workers.end();
      SocketException failure =
          new SocketException(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
      failure.initCause(e);
      throw failure;
    } catch (RuntimeException | Error e) {
      workers.end();
      throw e;
    }
  }

  private static ServerServiceDefinition told(
      io.grpc.BindableService service, List<ServerInterceptor> interceptors) {
    return told(service.bindService(), interceptors);
  }

  private static ServerServiceDefinition told(
      ServerServiceDefinition service, List<ServerInterceptor> interceptors) {
    return ServerInterceptors.intercept(ReadableMessages.of(service), interceptors);
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    health.enterTerminalState();
    server.shutdown();
    try {
      if (!server.awaitTermination(drain.toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow();
        server.awaitTermination();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    workers.end();
  }

  /** Daemons with a name. */
  private static final class Threads implements java.util.concurrent.ThreadFactory {
    private final AtomicInteger count = new AtomicInteger();
    private final String name;

    Threads(String name) {
      this.name = name;
    }

    @Override
    public Thread newThread(Runnable task) {
      Thread thread = new Thread(task, name + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    }
  }
}
