package org.glyphnet.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwapUnderLoadTest {
  private static final int SWAPS = 20;
  private static final int CLIENTS = 8;

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void twentyVersionsAreTakenUpWithoutOneFailedRequest() throws Exception {
    Path model = folder.resolve("bars");
    try (TinyModel odd = TinyModel.trained(1);
        TinyModel even = TinyModel.trained(2)) {
      odd.export(model);
      try (HttpService service =
          HttpService.start("bars", model, ServiceSettings.byDefault().withPort(0), 50)) {
        Map<String, AtomicInteger> answers = load(service, model, odd, even);

        assertThat(service.versions().get("bars")).isEqualTo(SWAPS + 1L);
        List<float[]> image = List.of(TinyModel.image(0));
        // A batch's size moves the last bits, so the scores are compared to three places.
        assertThat(answers.keySet())
            .containsExactlyInAnyOrder(
                rounded(odd.trainingScores(image)), rounded(even.trainingScores(image)));
        assertThat(answers.values()).allMatch(count -> count.get() > SWAPS);
      }
    }
  }

  /**
   * Clients ask without pause while versions come; returns what they were answered, and how often.
   */
  private static Map<String, AtomicInteger> load(
      HttpService service, Path model, TinyModel odd, TinyModel even)
      throws IOException, InterruptedException {
    Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
    AtomicBoolean going = new AtomicBoolean(true);
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    for (int i = 0; i < CLIENTS; i++) {
      clients.execute(
          () -> {
            HttpClient client = HttpClient.newHttpClient();
            while (going.get()) {
              answers
                  .computeIfAbsent(ask(client, service.uri()), a -> new AtomicInteger())
                  .incrementAndGet();
            }
          });
    }
    for (int swap = 0; swap < SWAPS; swap++) {
      (swap % 2 == 0 ? even : odd).export(model);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (service.versions().get("bars") < swap + 2 && System.nanoTime() < deadline) {
        Thread.sleep(5);
      }
      Thread.sleep(50);
    }
    going.set(false);
    clients.shutdown();
    assertThat(clients.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    return answers;
  }

  private static String ask(HttpClient client, URI service) {
    float[] image = TinyModel.image(0);
    String rows =
        IntStream.range(0, 8)
            .mapToObj(
                y ->
                    IntStream.range(0, 8)
                        .mapToObj(x -> "[" + image[8 * y + x] + "]")
                        .collect(Collectors.joining(",", "[", "]")))
            .collect(Collectors.joining(","));
    HttpRequest request =
        HttpRequest.newBuilder(service.resolve("v1/models/bars:predict"))
            .POST(BodyPublishers.ofString("{\"instances\":[[" + rows + "]]}"))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      return answer.statusCode() == 200
          ? rounded(JSON.readTree(answer.body()).at("/predictions/0/scores"))
          : answer.statusCode() + " " + answer.body();
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e.toString();
    }
  }

  private static String rounded(JsonNode scores) {
    float[] values = new float[scores.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = scores.get(i).floatValue();
    }
    return rounded(values);
  }

  private static String rounded(float[] scores) {
    return IntStream.range(0, scores.length)
        .mapToObj(i -> String.format(Locale.ROOT, "%.3f", scores[i]))
        .collect(Collectors.joining(" "));
  }
}
