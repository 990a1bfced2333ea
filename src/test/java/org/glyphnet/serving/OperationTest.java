package org.glyphnet.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.glyphnet.data.DataException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What those who run a service ask of it: encryption, a log of requests. */
class OperationTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path folder;
  private static Path model;
  private static KeyStore made;
  private static ServiceSettings.Tls tls;

  @BeforeAll
  static void makeModelAndCertificate() throws Exception {
    model = folder.resolve("digits");
    TinyModel.exportDigits(model, 1);
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "service",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    made = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      made.load(in, PASSWORD);
    }
    tls =
        new ServiceSettings.Tls(
            pem("CERTIFICATE", made.getCertificate("service").getEncoded()),
            pem("PRIVATE KEY", made.getKey("service", PASSWORD).getEncoded()));
  }

  @Test
  void withACertificateConnectionsAreEncryptedAndOutlastTheTimeForAHead() throws Exception {
    ServiceSettings.Times times =
        new ServiceSettings.Times(
            java.time.Duration.ofMillis(300),
            ServiceSettings.Times.BY_DEFAULT.body(),
            ServiceSettings.Times.BY_DEFAULT.idle(),
            java.time.Duration.ofSeconds(2));
    ServiceSettings settings =
        settings(new ServiceSettings.Operation(Optional.of(tls), false))
            .withLimits(new ServiceSettings.Limits(1 << 20, 16, times));
    try (HttpService service = HttpService.start("digits", model, settings)) {
      HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build();
      HttpRequest request =
          HttpRequest.newBuilder(service.uri().resolve("v2/health/ready")).build();

      assertThat(service.uri().getScheme()).isEqualTo("https");
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
          .isEqualTo("{\"live\":true,\"ready\":true}");
      java.net.Socket plain = new Client(service).begin("GET /healthz HTTP/1.1\r\n\r\n");
      try (plain) {
        assertThat(new String(plain.getInputStream().readAllBytes(), UTF_8))
            .doesNotContain("HTTP/1.1 200");
      }
      Socket socket = Socket.open(service, trusting());
      try (socket) {
        assertThat(socket.ask()).startsWith("HTTP/1.1 200");
        Thread.sleep(1000);
        assertThat(socket.ask()).startsWith("HTTP/1.1 200");
      }
    }
  }

  /** One encrypted connection that is used again. */
  private record Socket(java.net.Socket socket) implements AutoCloseable {
    static Socket open(HttpService service, SSLContext context) throws IOException {
      return new Socket(
          context
              .getSocketFactory()
              .createSocket(service.uri().getHost(), service.uri().getPort()));
    }

    String ask() throws IOException {
      socket
          .getOutputStream()
          .write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
      byte[] answer = new byte[4096];
      int count = socket.getInputStream().read(answer);
      return count < 0 ? "" : new String(answer, 0, count, UTF_8);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void filesThatAreNoCertificateOrKeyAreRefusedInOneLine() throws Exception {
    assertRefused(
        new ServiceSettings.Tls(tls.key(), tls.key()), "private-key.pem: ", "no certificate");
    assertRefused(
        new ServiceSettings.Tls(tls.certificate(), tls.certificate()), "holds no private key");
    Path old = folder.resolve("old.pem");
    Files.writeString(
        old, Files.readString(tls.key()).replace("BEGIN PRIVATE", "BEGIN EC PRIVATE"));
    assertRefused(
        new ServiceSettings.Tls(tls.certificate(), old), "a key of the form 'EC'", "openssl pkcs8");
    Path damaged = folder.resolve("damaged.pem");
    Files.writeString(damaged, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assertRefused(
        new ServiceSettings.Tls(tls.certificate(), damaged),
        "no private key of the certificate's kind, EC");
  }

  @Test
  void theLogHasALineARequestWithTheIdThatTheAnswerBears() throws Exception {
    List<ILoggingEvent> lines =
        logged(
            new ServiceSettings.Operation(Optional.empty(), true),
            client -> {
              HttpResponse<String> given =
                  client.get("/v1/models/digits?token=s3cret", "X-Request-Id", "order-17");
              HttpResponse<String> made = client.get("/nowhere");
              String broken =
                  client.raw(
                      String.join(
                          "\r\n",
                          "GET /healthz HTTP/1.1",
                          "Host: localhost",
                          "Connection: close",
                          "X-Request-Id: a b",
                          "",
                          ""));

              assertThat(given.headers().firstValue("X-Request-Id")).contains("order-17");
              assertThat(made.headers().firstValue("X-Request-Id").orElseThrow())
                  .matches("[0-9a-f-]{36}");
              assertThat(broken).doesNotContain("a b");
            });

    assertThat(lines).hasSize(3);
    assertThat(lines.get(0).getFormattedMessage())
        .matches("127\\.0\\.0\\.1 GET /v1/models/digits 200 \\d+ B \\d+\\.\\d ms order-17");
    assertThat(lines.get(1).getFormattedMessage()).contains(" GET /nowhere 404 ");
    assertThat(lines.get(2).getFormattedMessage()).matches(".* [0-9a-f-]{36}");
  }

  @Test
  void withoutTheLogThereIsNoLineAndNoId() throws Exception {
    List<ILoggingEvent> lines =
        logged(
            ServiceSettings.Operation.BY_DEFAULT,
            client ->
                assertThat(client.get("/healthz").headers().firstValue("X-Request-Id")).isEmpty());

    assertThat(lines).isEmpty();
  }

  /** Asks a service. */
  private interface Asking {
    void ask(Client client) throws Exception;
  }

  private static List<ILoggingEvent> logged(ServiceSettings.Operation operation, Asking asking)
      throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger("org.glyphnet.access");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try (HttpService service = HttpService.start("digits", model, settings(operation))) {
      asking.ask(new Client(service));
    } finally {
      log.detachAppender(lines);
    }
    return lines.list;
  }

  private static ServiceSettings settings(ServiceSettings.Operation operation) {
    return ServiceSettings.byDefault().withPort(0).withOperation(operation);
  }

  private static void assertRefused(ServiceSettings.Tls files, String... said) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> PemKeys.read(files))
        .satisfies(e -> assertThat(e.getMessage()).contains(said).doesNotContain("\n"));
  }

  private static SSLContext trusting() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("service", made.getCertificate("service"));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static Path pem(String kind, byte[] content) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        folder.resolve(kind.toLowerCase(java.util.Locale.ROOT).replace(' ', '-') + ".pem"),
        "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }
}
