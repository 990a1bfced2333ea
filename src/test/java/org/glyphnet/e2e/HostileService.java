package org.glyphnet.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glyphnet.serving.TinyModel;

/**
 * A service in a process of little memory, at which strange pictures, strange JSON and damaged
 * versions are thrown at the same time, while somebody asks what is sound.
 */
final class HostileService implements AutoCloseable {
  private static final String MODEL = "digits";
  private static final String HEAP = "-Xmx256m";
  private static final int AT_A_TIME = 8;

  /** Within which a sound request is answered, whatever else comes. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private static final long BETWEEN_SOUND_MILLIS = 100;
  private static final Duration ALL_TRIED = Duration.ofMinutes(2);
  private static final Pattern ROOT = Pattern.compile("Serving .* at (http://\\S+/)");
  private static final Pattern TRIED =
      Pattern.compile("\"version\":\"(\\d+)\",\"state\":\"(AVAILABLE|END)\"");

  private final Path model;
  private final StrangeVersions versions;
  private final Random random;
  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final StrangeRequests requests;
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME + 2);
  private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
  private final List<Double> memory = new ArrayList<>();
  private final AtomicInteger sound = new AtomicInteger();
  private volatile long slowestNanos;
  private volatile boolean strangersAreServed;
  private final URI root;
  private long lastVersion = 1;

  private HostileService(Path folder, long seed) throws IOException, InterruptedException {
    random = new Random(seed);
    model = folder.resolve(MODEL);
    Path version = TinyModel.exportDigits(model, 1);
    versions = new StrangeVersions(version, Files.createDirectory(folder.resolve("workshop")));
    process =
        new Program(folder, List.of(HEAP)).start("serve", "--port", "0", "--model", model + "");
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    threads.execute(this::readLog);
    root = root(out);
    requests = new StrangeRequests(root, MODEL);
    // A process that has just begun has not compiled its code yet; its first answers do not count.
    for (int i = 0; i < 50; i++) {
      client.send(requests.sound(), BodyHandlers.ofString());
      client.send(requests.soundPicture(), BodyHandlers.ofString());
    }
  }

  /** Starts the service. */
  static HostileService start(Path folder, long seed) throws IOException, InterruptedException {
    return new HostileService(folder, seed);
  }

  /** What a round throws. */
  record Load(int pictures, int documents, int versions) {
    int all() {
      return pictures + documents + versions;
    }
  }

  /**
   * Throws a load at the service, and looks at its memory then.
   *
   * @return what went wrong, a line each
   */
  List<String> round(Load load) throws Exception {
    int before = wrong.size();
    Future<?> asking = threads.submit(this::askSoundly);
    List<Future<?>> all = new ArrayList<>();
    List<HttpRequest> strange = new ArrayList<>();
    for (int i = 0; i < load.pictures(); i++) {
      strange.add(requests.picture(random));
    }
    for (int i = 0; i < load.documents(); i++) {
      strange.add(requests.json(random));
    }
    Collections.shuffle(strange, random);
    strange.forEach(request -> all.add(threads.submit(() -> ask(request))));
    try {
      tryVersions(load.versions());
      for (Future<?> one : all) {
        one.get(5, TimeUnit.MINUTES);
      }
    } finally {
      asking.cancel(true);
    }
    if (!process.isAlive()) {
      wrong.add("the service ended with " + process.exitValue());
    }
    memory.add(ResidentMemory.of(process.pid()));
    return List.copyOf(wrong.subList(before, wrong.size()));
  }

  /** Resident memory after each round, in MiB. */
  List<Double> memory() {
    return List.copyOf(memory);
  }

  /** How many sound requests were answered in time. */
  int sound() {
    return sound.get();
  }

  /** The longest that a sound request took, in seconds. */
  double slowest() {
    return slowestNanos / 1e9;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    process.destroyForcibly().onExit().join();
  }

  private void ask(HttpRequest request) {
    try {
      int status = client.send(request, BodyHandlers.ofString()).statusCode();
      if (status >= 500 && status != 503) {
        wrong.add(request.uri() + " was answered " + status);
      }
    } catch (IOException e) {
      wrong.add(request.uri() + " lost its connection: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void askSoundly() {
    try {
      for (int i = 0; ; i++) {
        long start = System.nanoTime();
        HttpRequest request = i % 2 == 0 ? requests.sound() : requests.soundPicture();
        int status = client.send(request, BodyHandlers.ofString()).statusCode();
        long nanos = System.nanoTime() - start;
        slowestNanos = Math.max(slowestNanos, nanos);
        // A version with another number in it may be a sound model of other images.
        boolean answered = status == 200 || (strangersAreServed && status < 500);
        if (!answered || nanos > SOON.toNanos()) {
          wrong.add(
              "a sound request to %s was answered %d after %.2f s"
                  .formatted(request.uri(), status, nanos / 1e9));
        } else {
          sound.incrementAndGet();
        }
        Thread.sleep(BETWEEN_SOUND_MILLIS);
      }
    } catch (IOException e) {
      wrong.add("a sound request lost its connection: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Puts damaged versions beside the sound one until the service has tried each of them. */
  private void tryVersions(int count) throws IOException, InterruptedException {
    List<Path> left = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path version = model.resolve(Long.toString(++lastVersion));
      versions.write(version, random);
      left.add(version);
    }
    long deadline = System.nanoTime() + ALL_TRIED.toNanos();
    while (!left.isEmpty() && process.isAlive()) {
      if (System.nanoTime() > deadline) {
        wrong.add("versions were not tried: " + left);
        break;
      }
      Thread.sleep(200);
      Matcher tried = TRIED.matcher(status());
      while (tried.find()) {
        Path version = model.resolve(tried.group(1));
        strangersAreServed |= tried.group(2).equals("AVAILABLE") && !tried.group(1).equals("1");
        if (left.remove(version)) {
          // One that could be loaded gives way, so that those below it are tried.
          StrangeVersions.delete(version);
        }
      }
    }
    for (Path version : left) {
      StrangeVersions.delete(version);
    }
    while (strangersAreServed && process.isAlive() && System.nanoTime() < deadline) {
      Thread.sleep(100);
      strangersAreServed = !status().contains("\"version\":\"1\",\"state\":\"AVAILABLE\"");
    }
  }

  private String status() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(root.resolve("v1/models/" + MODEL)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private static URI root(BufferedReader out) throws IOException {
    StringBuilder said = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher found = ROOT.matcher(line);
      if (found.find()) {
        return URI.create(found.group(1));
      }
      said.append(line).append('\n');
    }
    throw new IOException("the service did not start: " + said);
  }

  private void readLog() {
    try (BufferedReader err =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
      for (String line = err.readLine(); line != null; line = err.readLine()) {
        if (line.contains("ERROR") || line.contains("Exception in thread")) {
          wrong.add("the log says: " + line);
        }
      }
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
