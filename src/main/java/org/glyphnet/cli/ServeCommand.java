package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.glyphnet.serving.HttpService;
import org.glyphnet.serving.ServiceSettings;
import org.glyphnet.serving.VersionLabels;
import org.glyphnet.serving.grpc.GrpcService;

/** {@code serve}: the HTTP service and its page. */
final class ServeCommand implements Command {
  private static final String GRPC_PORT = "grpc-port";

  private final Consumer<Runnable> beforeTheEnd;

  /**
   * @param beforeTheEnd takes what is to be done when the process is told to end
   */
  public ServeCommand(Consumer<Runnable> beforeTheEnd) {
    this.beforeTheEnd = beforeTheEnd;
  }

  @Override
  public Declaration declaration() {
    return new Declaration(
        "serve", "answers over HTTP with a saved model, and shows a page to draw on");
  }

  @Override
  public OptionList options() {
    ServiceSettings byDefault = ServiceSettings.byDefault();
    return new OptionList()
        .with(ModelChoice.options())
        .value(
            ModelSource.MODELS,
            "DIR",
            "serve every model whose folder of versions is there, each under its folder's name;"
                + " new ones are taken up (default: the one model)")
        .value("port", "N", "port to listen on; 0 takes a free one (default: 8501)")
        .value(
            GRPC_PORT,
            "N",
            "port to answer gRPC on, usually 8500; 0 takes a free one (default: no gRPC)")
        .value(
            "host",
            "NAME",
            "address to listen on (default: 127.0.0.1, this machine only; 0.0.0.0 is all)")
        .value(
            "max-batch",
            "N",
            "images that run together; 1 switches batching off (default: "
                + byDefault.maxBatch()
                + ")")
        .value(
            "queue",
            "N",
            "images that may wait; more are answered 503 (default: " + byDefault.queue() + ")")
        .flag(TrainingOptions.TRUST_MODEL, TrainingOptions.TRUST_MODEL_HELP)
        .value("threads", "N", "threads that compute (default: one a processor)")
        .value(
            "max-body",
            "MIB",
            "size of a request's body (default: " + (byDefault.limits().bodyBytes() >> 20) + ")")
        .value(
            "max-connections",
            "N",
            "connections that are open at a time (default: "
                + byDefault.limits().connections()
                + ")")
        .value(
            "names",
            "NAME,...",
            "host names under which clients ask, beside localhost, --host and addresses in"
                + " figures; * is any")
        .value(
            "cors",
            "ORIGIN,...",
            "other sites whose pages may ask, such as https://example.org; * is any (default: none)")
        .value(
            "tls-cert",
            "PEM",
            "certificate, then those that vouch for it; connections are encrypted (default: none)")
        .value("tls-key", "PEM", "private key of --tls-cert, PKCS #8 without a password")
        .flag("access-log", "a line for each request, with its X-Request-Id (default: none)")
        .values(
            ModelSource.LABEL,
            "LABEL=N",
            "version that /labels/LABEL asks, such as stable=3, kept open beside the default;"
                + " repeatable (default: as version_labels.json in the model's folder says)")
        .value("token-file", "FILE", "file with the bearer token that requests must carry")
        .value(
            "runs-dir", "DIR", "where the report of the model's run is looked for (default: runs)");
  }

  @Override
  public void run(Arguments arguments, Screen screen) throws IOException {
    PrintStream out = screen.out();
    ServiceSettings settings = settings(arguments);
    ModelSource source = ModelSource.of(arguments);
    try (RunningService service = start(source, settings, grpcPort(arguments))) {
      CountDownLatch never = new CountDownLatch(1);
      beforeTheEnd.accept(service::close);
      if (settings.access().token().isEmpty() && !isOfThisMachine(settings.host())) {
        out.println(
            "Warning: whoever reaches "
                + settings.host()
                + " may ask; --token-file takes a token that requests must carry");
      }
      SortedMap<String, Long> versions = service.http().versions();
      versions.forEach(
          (name, version) ->
              out.println(
                  "Serving "
                      + name
                      + " version "
                      + version
                      + " at "
                      + service.http().uri()
                      + source.note()));
      out.println(
          "Draw on "
              + service.http().uri()
              + " or POST to "
              + service.http().uri()
              + "v1/models/"
              + versions.firstKey()
              + ":predict; Ctrl-C ends it");
      service
          .grpc()
          .ifPresent(grpc -> out.println("gRPC at " + settings.host() + ":" + grpc.port()));
      out.flush();
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isOfThisMachine(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
  }

  private static OptionalInt grpcPort(Arguments arguments) {
    return arguments.has(GRPC_PORT)
        ? OptionalInt.of(arguments.integer(GRPC_PORT, 0, 0, 65_535))
        : OptionalInt.empty();
  }

  private static RunningService start(
      ModelSource source, ServiceSettings settings, OptionalInt grpcPort) throws IOException {
    HttpService http;
    try {
      http = source.start(settings);
    } catch (SocketException e) {
      throw cannotListen(settings.host(), settings.port(), "port", e);
    }
    try {
      return new RunningService(
          http,
          grpcPort.isPresent()
              ? Optional.of(GrpcService.start(http.door(), settings, grpcPort.getAsInt()))
              : Optional.empty());
    } catch (SocketException e) {
      http.close();
      throw cannotListen(settings.host(), grpcPort.getAsInt(), GRPC_PORT, e);
    } catch (IOException | RuntimeException | Error e) {
      http.close();
      throw e;
    }
  }

  private static UsageException cannotListen(
      String host, int port, String option, SocketException e) {
    return new UsageException(
        String.format(
            Locale.ROOT,
            "cannot listen on %s, port %d (%s); choose another --%s or --host",
            host,
            port,
            e.getMessage(),
            option),
        e);
  }

  private static ServiceSettings settings(Arguments arguments) throws IOException {
    ServiceSettings byDefault = ServiceSettings.byDefault();
    return new ServiceSettings(
        arguments.text("host").orElse(byDefault.host()),
        arguments.integer("port", byDefault.port(), 0, 65_535),
        TrainingOptions.session(arguments),
        arguments.integer("max-batch", byDefault.maxBatch(), 1, 65_536),
        arguments.integer("queue", byDefault.queue(), 0, 1_000_000),
        limits(arguments, byDefault.limits()),
        new ServiceSettings.Access(
            token(arguments), list(arguments, "names"), list(arguments, "cors")),
        new ServiceSettings.Operation(
            tls(arguments), arguments.has("access-log"), labels(arguments)),
        new RunReports(RunChoice.runsDir(arguments)));
  }

  private static ServiceSettings.Limits limits(
      Arguments arguments, ServiceSettings.Limits byDefault) {
    return new ServiceSettings.Limits(
        arguments.integer("max-body", byDefault.bodyBytes() >> 20, 1, 1024) << 20,
        arguments.integer("max-connections", byDefault.connections(), 1, 100_000),
        byDefault.times());
  }

  private static Map<String, Long> labels(Arguments arguments) {
    Map<String, Long> labels = new TreeMap<>();
    for (String typed : arguments.texts(ModelSource.LABEL)) {
      int equals = typed.indexOf('=');
      String label = equals < 0 ? "" : typed.substring(0, equals);
      String number = typed.substring(equals + 1);
      if (!VersionLabels.isLabel(label) || !number.matches("[0-9]{1,18}")) {
        throw new UsageException(
            "--label must be a label of letters, digits, '.', '-' and '_', then = and a version's"
                + " number, such as stable=3, found '"
                + typed
                + "'");
      }
      Long before = labels.put(label, Long.parseLong(number));
      if (before != null) {
        throw new UsageException(
            "--label " + label + " is given twice, for versions " + before + " and " + number);
      }
    }
    return labels;
  }

  private static Set<String> list(Arguments arguments, String option) {
    return arguments
        .text(option)
        .map(text -> Set.of(text.strip().split("\\s*,\\s*")))
        .orElse(Set.of());
  }

  private static Optional<ServiceSettings.Tls> tls(Arguments arguments) {
    if (arguments.has("tls-cert") != arguments.has("tls-key")) {
      throw new UsageException("--tls-cert and --tls-key belong together; give both or neither");
    }
    return arguments.has("tls-cert")
        ? Optional.of(
            new ServiceSettings.Tls(
                arguments.path("tls-cert", null), arguments.path("tls-key", null)))
        : Optional.empty();
  }

  private static Optional<String> token(Arguments arguments) throws IOException {
    if (!arguments.has("token-file")) {
      return Optional.empty();
    }
    Path file = arguments.path("token-file", null);
    String token = Files.readString(file).strip();
    if (!token.matches("[!-~]+")) {
      throw new UsageException(
          "--token-file: " + file + " holds no token: one line of printable ASCII without spaces");
    }
    return Optional.of(token);
  }
}
