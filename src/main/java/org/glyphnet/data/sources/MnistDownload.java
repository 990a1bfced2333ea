package org.glyphnet.data.sources;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.glyphnet.GlyphnetException.Remedy;
import org.glyphnet.data.DataException;
import org.glyphnet.data.IdxFile;

/**
 * Fetches MNIST's four files into a folder: from the first mirror that gives them, going on where
 * an earlier try was cut, and keeping a file only when the SHA-256 of its decompressed content is
 * right.
 */
final class MnistDownload {
  /** Public mirrors of the original files; a slash ends each. */
  static final List<URI> MIRRORS =
      List.of(
          URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"),
          URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
          URI.create("https://yann.lecun.com/exdb/mnist/"));

  /**
   * How long all mirrors together may take to answer at all, so that being offline is found out
   * quickly.
   */
  static final Duration REACHABLE_WITHIN = Duration.ofSeconds(4);

  /** No byte for so long means that the connection is dead. */
  static final Duration STALLED_AFTER = Duration.ofSeconds(30);

  private static final int TRIES = 3;

  private final List<Mnist.Part> parts;
  private final List<URI> mirrors;
  private final Duration reachableWithin;
  private final Duration stalledAfter;
  private final Datasets.Notices notices;
  private final HttpClient client;

  MnistDownload(List<URI> mirrors, Duration reachableWithin, Datasets.Notices notices) {
    this(Mnist.PARTS, mirrors, reachableWithin, STALLED_AFTER, notices);
  }

  MnistDownload(
      List<Mnist.Part> parts,
      List<URI> mirrors,
      Duration reachableWithin,
      Duration stalledAfter,
      Datasets.Notices notices) {
    this.parts = List.copyOf(parts);
    this.mirrors = List.copyOf(mirrors);
    this.reachableWithin = reachableWithin;
    this.stalledAfter = stalledAfter;
    this.notices = notices;
    this.client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(reachableWithin)
            .build();
  }

  /** Whether any mirror answers in time. */
  boolean reachable() {
    List<CompletableFuture<Boolean>> tries = mirrors.stream().map(this::answers).toList();
    // Done at the first yes, or when all have said no: a no alone stays open.
    List<CompletableFuture<?>> ends = new ArrayList<>();
    for (CompletableFuture<Boolean> one : tries) {
      ends.add(
          one.thenCompose(
              yes -> yes ? CompletableFuture.completedFuture(true) : new CompletableFuture<>()));
    }
    ends.add(
        CompletableFuture.allOf(tries.toArray(new CompletableFuture<?>[0]))
            .thenApply(all -> tries.stream().anyMatch(CompletableFuture::join)));
    CompletableFuture<Object> first =
        CompletableFuture.anyOf(ends.toArray(new CompletableFuture<?>[0]));
    try {
      // A deadline of our own: a name that does not resolve can hang for longer than any connection
      // time-out.
      return (Boolean) first.get(reachableWithin.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Fetches what the folder lacks.
   *
   * @throws DataException when no mirror gives a file
   */
  void into(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Mnist.Part part : parts) {
      if (!Files.isRegularFile(folder.resolve(part.name() + ".gz"))) {
        fetch(part, folder);
      }
    }
  }

  private CompletableFuture<Boolean> answers(URI mirror) {
    HttpRequest request =
        HttpRequest.newBuilder(mirror.resolve(Mnist.TEST_LABELS.name() + ".gz"))
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .timeout(reachableWithin)
            .build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .handle((response, failure) -> failure == null && response.statusCode() == 200);
  }

  private void fetch(Mnist.Part part, Path folder) throws IOException {
    String name = part.name() + ".gz";
    StringBuilder reasons = new StringBuilder();
    for (int turn = 0; turn < TRIES; turn++) {
      for (URI mirror : mirrors) {
        try {
          Path half = folder.resolve(name + ".part");
          receive(mirror.resolve(name), half, name);
          keep(half, folder.resolve(name), part);
          return;
        } catch (DataException | IOException e) {
          reasons.append(turn > 0 ? "" : "; " + mirror.getHost() + ": " + reason(e));
        }
      }
    }
    throw new DataException(
        "MNIST cannot be downloaded" + reasons, Remedy.NAME_DATA_FOLDER_OR_DRAW);
  }

  /**
   * Appends what is missing of the file; a server that does not know ranges sends all of it again.
   */
  private void receive(URI from, Path half, String name) throws IOException {
    long have = Files.exists(half) ? Files.size(half) : 0;
    URLConnection connection = from.toURL().openConnection();
    // The newer HttpClient has no time limit for a body that stops coming.
    connection.setConnectTimeout(Math.toIntExact(reachableWithin.toMillis()));
    connection.setReadTimeout(Math.toIntExact(stalledAfter.toMillis()));
    if (have > 0) {
      connection.setRequestProperty("Range", "bytes=" + have + "-");
    }
    int status = ((HttpURLConnection) connection).getResponseCode();
    if (status == 416) {
      return; // all of it is there already
    }
    boolean continues = status == 206;
    if (!continues && status != 200) {
      throw new IOException("status " + status);
    }
    long length = connection.getContentLengthLong();
    long received = continues ? have : 0;
    long total = length < 0 ? -1 : received + length;
    try (InputStream body = connection.getInputStream();
        OutputStream out =
            Files.newOutputStream(
                half,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                continues ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
      byte[] chunk = new byte[1 << 16];
      for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
        out.write(chunk, 0, n);
        received += n;
        notices.progress(name, received, total);
      }
    }
    if (received < total) {
      throw new IOException("cut off after " + received + " of " + total + " bytes");
    }
  }

  private static void keep(Path half, Path whole, Mnist.Part part) throws IOException {
    boolean right = false;
    try {
      int dimensions = part.name().contains("idx3") ? 3 : 1;
      right = IdxFile.read(half, dimensions).sha256().equals(part.sha256());
    } finally {
      if (!right) {
        Files.deleteIfExists(half); // going on from wrong bytes would never end right
      }
    }
    if (!right) {
      throw new DataException("content has another SHA-256 than MNIST's");
    }
    Files.move(half, whole, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
