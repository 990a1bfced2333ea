package org.glyphnet.serving;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.glyphnet.Internal;
import org.glyphnet.data.DataException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One model, or all of a folder, over HTTP: TensorFlow Serving's REST API, the Open Inference
 * Protocol, {@code :image}, {@code /healthz}, {@code /metrics} and a page to draw on. Takes up new
 * versions and, in a folder, new models by itself.
 *
 * <p>{@link #close} takes no more requests, waits for those under way and frees the models.
 */
public final class HttpService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);

  /** How often the models' folders are looked at. */
  private static final long LOOK_MILLIS = 1000;

  /** How often connections are looked at. */
  private static final long CONNECTIONS_MILLIS = 250;

  /** Bodies of full size that may be under way at a time, where there is memory for them. */
  private static final int FULL_BODIES = 8;

  /** The part of the memory that bodies may take. */
  private static final int BODIES_SHARE = 8;

  /** Threads that read requests, run batches and write answers; none of them waits for another. */
  private static final int MOST_THREADS = 32;

  private final ServedModels models;
  private final Server server;
  private final ServerConnector connector;
  private final Connections connections;
  private final DecodingPlaces places;
  private final ServiceDoor door;

  /** One thread loads versions, which takes a while; the other looks at connections. */
  private final ScheduledExecutorService looking =
      Executors.newScheduledThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "service");
            thread.setDaemon(true);
            return thread;
          });

  private HttpService(
      ServedModels models,
      Server server,
      ServerConnector connector,
      Connections connections,
      DecodingPlaces places,
      ServiceDoor door) {
    this.models = models;
    this.server = server;
    this.connector = connector;
    this.connections = connections;
    this.places = places;
    this.door = door;
  }

  /**
   * Loads the model's newest version and starts to listen.
   *
   * @param name under which clients ask for the model
   * @param model folder of its versions, or of a single one
   * @throws DataException when no version can be loaded, or the certificate cannot be read
   * @throws SocketException when it cannot listen at the host and port
   */
  public static HttpService start(String name, Path model, ServiceSettings settings)
      throws IOException {
    return start(name, model, settings, LOOK_MILLIS);
  }

  /**
   * The same for every model of a folder, each under its folder's name. Labels are those of each
   * model's own file.
   *
   * @param folder of the models' folders
   * @throws DataException when no model can be loaded, or the certificate cannot be read
   * @throws SocketException when it cannot listen at the host and port
   */
  public static HttpService startAll(Path folder, ServiceSettings settings) throws IOException {
    return startAll(folder, settings, LOOK_MILLIS);
  }

  /** The same, looking at the folders more or less often. */
  static HttpService startAll(Path folder, ServiceSettings settings, long lookMillis)
      throws IOException {
    return start(
        settings,
        (loader, metrics) ->
            ServedModels.in(
                folder, (name, model) -> new ModelVersions(name, model, Map.of(), loader), metrics),
        lookMillis);
  }

  /** The same for one model, looking at its folder more or less often. */
  static HttpService start(String name, Path model, ServiceSettings settings, long lookMillis)
      throws IOException {
    Map<String, Long> labels = settings.operation().labels();
    return start(
        settings,
        (loader, metrics) ->
            ServedModels.one(name, new ModelVersions(name, model, labels, loader), metrics),
        lookMillis);
  }

  private static HttpService start(
      ServiceSettings settings,
      BiFunction<VersionLoader, ServiceMetrics, ServedModels> maker,
      long lookMillis)
      throws IOException {
    ServiceMetrics metrics = new ServiceMetrics();
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
    threads.setName("http");
    ServedModels models = maker.apply(new VersionLoader(settings, threads, metrics), metrics);
    metrics.gauge("glyphnet.queue.images", "Images that wait for a batch", models::imagesWaiting);
    Server server = new Server(threads);
    Connections connections = new Connections(settings.limits().times().head());
    ServerConnector connector = connector(server, settings, connections);
    long heap = Runtime.getRuntime().maxMemory();
    DecodingPlaces places = new DecodingPlaces(heap);
    server.setStopTimeout(settings.limits().times().drain().toMillis());
    server.setErrorHandler(new JsonErrors());
    ModelApi api = new ModelApi(models, places, settings.maxImages());
    InferApi infer = new InferApi(api, settings.maxImages());
    Access access = new Access(settings.host(), settings.access());
    server.setHandler(
        new GracefulHandler(
            new ServiceHandler(
                new Routes(api, infer, metrics),
                metrics,
                access,
                settings,
                bodies(settings.limits(), heap))));
    ServiceDoor door = new ServiceDoor(api, infer, access, metrics, settings.limits().bodyBytes());
    HttpService service = new HttpService(models, server, connector, connections, places, door);
    service.start(lookMillis);
    return service;
  }

  private static ServerConnector connector(
      Server server, ServiceSettings settings, Connections connections) throws IOException {
    HttpConnectionFactory http = connection();
    ServerConnector connector =
        settings.operation().tls().isPresent()
            ? new ServerConnector(
                server, 1, 1, encryption(settings.operation().tls().get(), http), http)
            : new ServerConnector(server, 1, 1, http);
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(settings.limits().times().idle().toMillis());
    // Jetty's second would cut bodies that are under way; Connections closes what is not used.
    connector.setShutdownIdleTimeout(settings.limits().times().idle().toMillis());
    connector.addBean(connections);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(settings.limits().connections(), connector));
    return connector;
  }

  private static SslConnectionFactory encryption(
      ServiceSettings.Tls tls, HttpConnectionFactory http) throws IOException {
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setKeyStore(PemKeys.read(tls));
    context.setKeyStorePassword(PemKeys.PASSWORD);
    // Under which names it is asked is checked for all requests alike, by Access.
    http.getHttpConfiguration().addCustomizer(new SecureRequestCustomizer(false));
    return new SslConnectionFactory(context, http.getProtocol());
  }

  private static ByteBudget bodies(ServiceSettings.Limits limits, long heap) {
    long full = (long) FULL_BODIES * limits.bodyBytes();
    return new ByteBudget(Math.max(limits.bodyBytes(), Math.min(full, heap / BODIES_SHARE)));
  }

  /** Where it listens. */
  public URI uri() {
    String host = connector.getHost();
    return URI.create(
        (connector.getConnectionFactory(SslConnectionFactory.class) == null ? "http" : "https")
            + "://"
            + (host.contains(":") ? "[" + host + "]" : host)
            + ":"
            + connector.getLocalPort()
            + "/");
  }

  /** The same service for another protocol. */
  @Internal
  public ServiceDoor door() {
    return door;
  }

  /** Names of the models that can be asked, in order, each with the version that is served. */
  public SortedMap<String, Long> versions() {
    SortedMap<String, Long> versions = new TreeMap<>();
    for (String name : models.names()) {
      models.find(name).ifPresent(model -> versions.put(name, model.currentNumber()));
    }
    return versions;
  }

  @Override
  public void close() {
    connections.drain();
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("The service did not end in order", e);
    }
    looking.shutdownNow();
    places.close();
    models.close();
  }

  private static HttpConnectionFactory connection() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    // A model's name may hold a percent sign; no path reaches a file, so none is ambiguous.
    http.setUriCompliance(
        UriCompliance.DEFAULT.with(
            "encoded-percent", UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING));
    return new HttpConnectionFactory(http);
  }

  private void start(long lookMillis) throws IOException {
    try {
      models.open();
      server.start();
    } catch (UnresolvedAddressException e) {
      close();
      throw noSuchHost(e);
    } catch (IOException | RuntimeException e) {
      close();
      if (e.getCause() instanceof BindException bind) {
        throw bind;
      }
      if (e.getCause() instanceof UnresolvedAddressException) {
        throw noSuchHost(e);
      }
      throw e;
    } catch (Exception e) {
      close();
      throw new IOException(e);
    }
    // Neither task throws anything, so both go on until they are shut down.
    var unusedVersions =
        looking.scheduleWithFixedDelay(this::look, lookMillis, lookMillis, TimeUnit.MILLISECONDS);
    var unusedConnections =
        looking.scheduleWithFixedDelay(
            connections::look, CONNECTIONS_MILLIS, CONNECTIONS_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static SocketException noSuchHost(Exception cause) {
    SocketException failure = new SocketException("no such host");
    failure.initCause(cause);
    return failure;
  }

  private void look() {
    try {
      models.look();
    } catch (IOException | RuntimeException | Error e) {
      // The next look may find the folder in order again.
      LOG.warn("The models' folder cannot be looked at: {}", e.toString());
    }
  }
}
