package org.glyphnet.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.glyphnet.serving.TinyModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Versions that a service which is not root's cannot read, beside a sound one. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "rights are taken away with the tools of Linux")
@Timeout(180)
class UnreadableVersionsTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Pattern SERVING = Pattern.compile("Serving m version (\\d+) at (\\S+)");

  @TempDir Path folder;

  /** So that the folder can be deleted by whoever is not root. */
  @AfterEach
  void readable() throws IOException {
    try (Stream<Path> versions = Files.list(folder.resolve("saved_models/m"))) {
      for (Path version : versions.filter(Files::isDirectory).toList()) {
        Files.setPosixFilePermissions(version, PosixFilePermissions.fromString("rwx------"));
      }
    }
  }

  @Test
  void theNewestSoundOneIsServedAndOneThatComesLaterIsTakenUp() throws Exception {
    Path model = folder.resolve("saved_models/m");
    Path sound = TinyModel.exportDigits(model, 1);
    closed(model.resolve("2"), sound);
    Files.createSymbolicLink(model.resolve("3"), folder.resolve("nowhere"));
    StrangeVersions.copy(sound, model.resolve("4"));
    Path graph = model.resolve("4/saved_model.pb");
    Files.setPosixFilePermissions(graph, PosixFilePermissions.fromString("---------"));

    Process process = start();
    try {
      URI uri = served(process, 1);
      StrangeVersions.copy(sound, folder.resolve("5"));
      Files.move(folder.resolve("5"), model.resolve("5"));
      Map<Long, JsonNode> states = states(uri);
      while (!states.containsKey(5L) || !isAvailable(states.get(5L))) {
        Thread.sleep(100);
        states = states(uri);
      }

      assertThat(reason(states, 2))
          .endsWith("m/2: may not be read by the user that the service runs as");
      assertThat(reason(states, 4)).contains("m/4", "saved_model.pb");
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static String reason(Map<Long, JsonNode> states, long version) {
    return states.get(version).at("/status/error_message").asText();
  }

  private static boolean isAvailable(JsonNode status) {
    return status.path("state").asText().equals("AVAILABLE");
  }

  /** A sound version in a folder that lets nobody in. */
  private static void closed(Path version, Path sound) throws IOException {
    StrangeVersions.copy(sound, version);
    Files.setPosixFilePermissions(version, PosixFilePermissions.fromString("---------"));
  }

  /** Root's right to pass over permissions is taken away; nobody else has it. */
  private Process start() throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    boolean root = Files.getAttribute(folder, "unix:uid").equals(0);
    if (root) {
      boolean there = new ProcessBuilder("sh", "-c", "command -v setpriv").start().waitFor() == 0;
      assumeTrue(there, "setpriv is not there to take root's rights away");
      words.addAll(List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search"));
    }
    words.addAll(new Program(folder).line("serve", "--port", "0", "--model", "m"));
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "3");
    return builder.redirectError(folder.resolve("err.txt").toFile()).start();
  }

  private URI served(Process process, long version) throws IOException, InterruptedException {
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    String line = out.readLine();
    if (line == null) {
      process.waitFor(10, TimeUnit.SECONDS);
      throw new AssertionError(Files.readString(folder.resolve("err.txt")));
    }
    Matcher serving = SERVING.matcher(line);
    assertThat(serving.find()).as(line).isTrue();
    assertThat(serving.group(1)).isEqualTo(Long.toString(version));
    return URI.create(serving.group(2));
  }

  private static Map<Long, JsonNode> states(URI uri) throws Exception {
    String body =
        CLIENT
            .send(
                HttpRequest.newBuilder(uri.resolve("v1/models/m")).build(), BodyHandlers.ofString())
            .body();
    Map<Long, JsonNode> states = new TreeMap<>();
    new ObjectMapper()
        .readTree(body)
        .path("model_version_status")
        .forEach(status -> states.put(status.path("version").asLong(), status));
    return states;
  }
}
