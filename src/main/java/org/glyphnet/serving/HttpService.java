package org.glyphnet.serving;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.glyphnet.data.DataException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One model over HTTP: TensorFlow Serving's REST API, {@code :image}, {@code /healthz}, {@code
 * /metrics} and a page to draw on. Takes up new versions of the model by itself.
 *
 * <p>{@link #close} takes no more requests, waits for those under way and frees the model.
 */
public final class HttpService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);

  /** How often the model's folder is looked at. */
  private static final long LOOK_MILLIS = 1000;

  /** Threads that read requests, run batches and write answers; none of them waits for another. */
  private static final int MOST_THREADS = 32;

  private final ModelVersions versions;
  private final Server server;
  private final ServerConnector connector;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "model-versions");
            thread.setDaemon(true);
            return thread;
          });

  private HttpService(ModelVersions versions, Server server, ServerConnector connector) {
    this.versions = versions;
    this.server = server;
    this.connector = connector;
  }

  /**
   * Loads the model's newest version and starts to listen.
   *
   * @param name under which clients ask for the model
   * @param model folder of its versions, or of a single one
   * @throws DataException when no version can be loaded
   * @throws BindException when it cannot listen at the host and port
   */
  public static HttpService start(String name, Path model, ServiceSettings settings)
      throws IOException {
    return start(name, model, settings, LOOK_MILLIS);
  }

  /** The same, looking at the model's folder more or less often. */
  static HttpService start(String name, Path model, ServiceSettings settings, long lookMillis)
      throws IOException {
    ServiceMetrics metrics = new ServiceMetrics();
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
    threads.setName("http");
    ModelVersions versions =
        new ModelVersions(name, model, new VersionLoader(settings, threads, metrics));
    metrics.gauge("glyphnet.model.version", "Version that is served", versions::currentNumber);
    metrics.gauge("glyphnet.queue.images", "Images that wait for a batch", versions::imagesWaiting);
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server, 1, 1, connection());
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(settings.limits().idle().toMillis());
    server.addConnector(connector);
    server.setStopTimeout(settings.limits().drain().toMillis());
    server.setErrorHandler(new JsonErrors());
    server.setHandler(
        new GracefulHandler(
            new ServiceHandler(
                new ModelApi(name, versions),
                new Page(() -> versions.currentFolder().flatMap(settings.reports()::of)),
                metrics,
                settings)));
    HttpService service = new HttpService(versions, server, connector);
    service.start(lookMillis);
    return service;
  }

  /** Where it listens. */
  public URI uri() {
    String host = connector.getHost();
    return URI.create(
        "http://"
            + (host.contains(":") ? "[" + host + "]" : host)
            + ":"
            + connector.getLocalPort()
            + "/");
  }

  /** Number of the version that is served. */
  public long version() {
    return versions.currentNumber();
  }

  @Override
  public void close() {
    looking.shutdownNow();
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("The service did not end in order", e);
    }
    versions.close();
  }

  private static HttpConnectionFactory connection() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    http.setUriCompliance(UriCompliance.DEFAULT);
    return new HttpConnectionFactory(http);
  }

  private void start(long lookMillis) throws IOException {
    try {
      versions.open();
      server.start();
    } catch (IOException | RuntimeException e) {
      close();
      if (e.getCause() instanceof BindException bind) {
        throw bind;
      }
      throw e;
    } catch (Exception e) {
      close();
      throw new IOException(e);
    }
    // look() lets nothing out, so the task goes on until it is shut down.
    var unused =
        looking.scheduleWithFixedDelay(this::look, lookMillis, lookMillis, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      versions.look();
    } catch (IOException | RuntimeException | Error e) {
      // The next look may find the folder in order again.
      LOG.warn("The model's folder cannot be looked at: {}", e.toString());
    }
  }
}
