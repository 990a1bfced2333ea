package org.glyphnet.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is answered, and under which names. */
class AccessTest {
  @TempDir static Path folder;
  private static Path bars;
  private static HttpService open;

  @BeforeAll
  static void start() throws IOException {
    bars = folder.resolve("bars");
    try (TinyModel model = TinyModel.trained(1)) {
      model.export(bars);
    }
    open = HttpService.start("bars", bars, ServiceSettings.byDefault().withPort(0));
  }

  @AfterAll
  static void stop() {
    open.close();
  }

  @Test
  void aNameThatIsNotTheServicesOwnIsRefused() throws Exception {
    for (String path : new String[] {"/", "/about", "/report", "/metrics", "/v1/models/bars"}) {
      assertThat(asked(open, path, "rebound.example"))
          .as(path)
          .startsWith("HTTP/1.1 421")
          .contains("does not answer for the host 'rebound.example'");
    }
    assertThat(asked(open, "/healthz", "rebound.example")).startsWith("HTTP/1.1 200");
  }

  @Test
  void addressesAndTheLocalNameAreTheServicesOwn() throws Exception {
    for (String host :
        new String[] {"localhost", "127.0.0.1:8501", "[::1]:8501", "192.168.1.7", "LOCALHOST:1"}) {
      assertThat(asked(open, "/about", host)).as(host).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void namesCanBeGiven() throws Exception {
    ServiceSettings named =
        ServiceSettings.byDefault().withPort(0).withNames(Set.of("models.example"));
    try (HttpService service = HttpService.start("bars", bars, named)) {
      assertThat(asked(service, "/about", "models.example")).startsWith("HTTP/1.1 200");
      assertThat(asked(service, "/about", "other.example")).startsWith("HTTP/1.1 421");
    }
  }

  @Test
  void aPageOfAnotherSiteIsRefusedAndOnesOwnIsNot() throws Exception {
    assertThat(new Client(open).raw(fromPage("http://other.example"))).startsWith("HTTP/1.1 403");
    assertThat(new Client(open).raw(fromPage("http://localhost:8501"))).startsWith("HTTP/1.1 200");
  }

  @Test
  void pagesOfNamedSitesMayAskAndOthersMayNot() throws Exception {
    ServiceSettings settings =
        ServiceSettings.byDefault().withPort(0).withOrigins(Set.of("https://shop.example"));
    try (HttpService service = HttpService.start("bars", bars, settings)) {
      Client client = new Client(service);
      String ask = "\r\nAccess-Control-Request-Method: POST";
      String preflight =
          fromPage("https://shop.example" + ask).replace("GET /about", "OPTIONS /v2/models/bars");
      assertThat(client.raw(preflight))
          .startsWith("HTTP/1.1 204")
          .contains("Access-Control-Allow-Origin: https://shop.example")
          .contains("Access-Control-Allow-Headers: Authorization, Content-Type");
      assertThat(client.raw(fromPage("https://shop.example")))
          .startsWith("HTTP/1.1 200")
          .contains("Access-Control-Allow-Origin: https://shop.example")
          .contains("Vary: Origin");
      assertThat(client.raw(fromPage("https://other.example")))
          .startsWith("HTTP/1.1 403")
          .doesNotContain("Access-Control-Allow-Origin");
      assertThat(client.raw(preflight.replace("shop", "other")))
          .doesNotContain("Access-Control-Allow-Origin");
    }
  }

  @Test
  void theReportIsBehindTheTokenAndLookedForOnceAVersion() throws Exception {
    Path report = Files.writeString(folder.resolve("report.html"), "<p>the report</p>");
    int[] searches = {0};
    ServiceSettings settings =
        ServiceSettings.byDefault()
            .withPort(0)
            .withToken("s3cret")
            .withReports(
                version -> {
                  searches[0]++;
                  return Optional.of(report);
                });
    try (HttpService service = HttpService.start("bars", bars, settings)) {
      Client client = new Client(service);
      assertThat(client.get("/report").statusCode()).isEqualTo(401);
      assertThat(client.get("/about").statusCode()).isEqualTo(401);
      for (int i = 0; i < 3; i++) {
        assertThat(client.get("/report", "Authorization", "Bearer s3cret").body())
            .isEqualTo("<p>the report</p>");
        assertThat(client.get("/about", "Authorization", "bearer s3cret").body())
            .contains("\"report\":true");
      }
      assertThat(searches[0]).isEqualTo(1);
    }
  }

  @Test
  void aBadEscapeInAQueryIsTheClientsFault() throws Exception {
    assertThat(
            new Client(open)
                .raw(
                    lines(
                        "POST /v1/models/bars:image?preparation=%zz HTTP/1.1",
                        "Host: localhost", "Content-Length: 0", "Connection: close")))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void anUnknownModelIsUnknownWhateverIsAskedOfIt() throws Exception {
    var answer = new Client(open).post("/v1/models/other:classify", "{}".getBytes(UTF_8));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("Servable not found for request: Latest(other)");
  }

  @Test
  void metricsAreWhereTensorFlowServingHasThem() throws Exception {
    assertThat(new Client(open).get("/monitoring/prometheus/metrics").body())
        .contains("process_resident_memory_bytes");
  }

  @Test
  void namesOfModelsMayHoldPercentSignsAndColons() throws Exception {
    for (String[] name : new String[][] {{"50%", "50%25"}, {"a:b", "a%3Ab"}, {"a:b", "a:b"}}) {
      ServiceSettings settings = ServiceSettings.byDefault().withPort(0);
      try (HttpService service = HttpService.start(name[0], bars, settings)) {
        Client client = new Client(service);
        String path = "/v1/models/" + name[1];
        assertThat(client.get(path).statusCode()).as(path).isEqualTo(200);
        assertThat(client.post(path + ":predict", "{}").body())
            .as(path)
            .contains("Missing 'inputs'");
      }
    }
    assertThat(new Client(open).get("/v1/models/bars:predicts").statusCode()).isEqualTo(400);
  }

  private static String fromPage(String origin) {
    return lines(
        "GET /about HTTP/1.1", "Host: localhost", "Origin: " + origin, "Connection: close");
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private static String asked(HttpService service, String path, String host) throws IOException {
    return new Client(service)
        .raw("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
  }
}
