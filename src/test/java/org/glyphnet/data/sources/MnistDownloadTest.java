package org.glyphnet.data.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.glyphnet.GlyphnetException.Remedy;
import org.glyphnet.data.DataException;
import org.glyphnet.data.IdxBytes;
import org.glyphnet.data.sources.TestServer.Manner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MnistDownloadTest {
  private static final byte[] IMAGES = IdxBytes.idx(IdxBytes.noise(3000, 1), 3, 20, 50);
  private static final byte[] LABELS = IdxBytes.idx(IdxBytes.labels(3, 3), 3);
  private static final byte[] IMAGES_GZ = IdxBytes.gzip(IMAGES);
  private static final List<Mnist.Part> PARTS =
      List.of(
          new Mnist.Part("images-idx3-ubyte", sha256(IMAGES)),
          new Mnist.Part("labels-idx1-ubyte", sha256(LABELS)));

  /** Nothing listens on it: reserved for no service. */
  private static final URI NOBODY = URI.create("http://127.0.0.1:1/");

  @TempDir Path folder;
  private final List<String> progress = new ArrayList<>();

  @Test
  void allFilesComeAndAreKeptUnderTheirNames() throws IOException {
    try (TestServer mirror = serving(Manner.WELL)) {
      download(mirror.uri()).into(folder);
    }

    assertThat(folder.resolve("images-idx3-ubyte.gz")).hasBinaryContent(IMAGES_GZ);
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
    assertThat(progress).last().asString().startsWith("labels-idx1-ubyte.gz");
    assertThat(progress)
        .contains("images-idx3-ubyte.gz " + IMAGES_GZ.length + " of " + IMAGES_GZ.length);
  }

  @Test
  void whatIsThereAlreadyIsNotFetchedAgain() throws IOException {
    try (TestServer mirror = serving(Manner.WELL)) {
      download(mirror.uri()).into(folder);
      int before = mirror.requests().size();
      download(mirror.uri()).into(folder);

      assertThat(mirror.requests()).hasSize(before);
    }
  }

  @Test
  void theNextMirrorIsAskedWhenOneFails() throws IOException {
    try (TestServer bad = serving(Manner.UNAVAILABLE);
        TestServer wrong = serving(Manner.WRONG);
        TestServer good = serving(Manner.WELL)) {
      download(NOBODY, bad.uri(), wrong.uri(), good.uri()).into(folder);
    }

    assertThat(folder.resolve("images-idx3-ubyte.gz")).hasBinaryContent(IMAGES_GZ);
  }

  @Test
  void aCutTransferGoesOnWhereItStoppedAtTheNextMirror() throws IOException {
    try (TestServer cut = serving(Manner.CUT);
        TestServer good = serving(Manner.WELL)) {
      download(cut.uri(), good.uri()).into(folder);

      int half = (IMAGES_GZ.length + 1) / 2;
      assertThat(good.requests()).contains("GET /images-idx3-ubyte.gz bytes=" + half + "-");
    }
    assertThat(folder.resolve("images-idx3-ubyte.gz")).hasBinaryContent(IMAGES_GZ);
  }

  @Test
  void aTransferOfAnEarlierProcessGoesOnToo() throws IOException {
    Path half = folder.resolve("images-idx3-ubyte.gz.part");
    Files.write(half, Arrays.copyOf(IMAGES_GZ, 100));
    try (TestServer mirror = serving(Manner.WELL)) {
      download(mirror.uri()).into(folder);

      assertThat(mirror.requests()).contains("GET /images-idx3-ubyte.gz bytes=100-");
    }
    assertThat(folder.resolve("images-idx3-ubyte.gz")).hasBinaryContent(IMAGES_GZ);
  }

  @Test
  void aServerThatDoesNotKnowRangesSendsAllOfItAgain() throws IOException {
    Files.write(folder.resolve("images-idx3-ubyte.gz.part"), new byte[100]);
    try (TestServer mirror = serving(Manner.WHOLE_ONLY)) {
      download(mirror.uri()).into(folder);
    }

    assertThat(folder.resolve("images-idx3-ubyte.gz")).hasBinaryContent(IMAGES_GZ);
  }

  @Test
  void aWrongBeginningIsThrownAwayAndFetchedAnew() throws IOException {
    Files.write(folder.resolve("images-idx3-ubyte.gz.part"), new byte[100]);
    try (TestServer mirror = serving(Manner.WELL)) {
      download(mirror.uri()).into(folder);
    }

    assertThat(folder.resolve("images-idx3-ubyte.gz")).hasBinaryContent(IMAGES_GZ);
  }

  @Test
  void aWholeFileOfAnEarlierProcessIsTaken() throws IOException {
    Files.write(folder.resolve("images-idx3-ubyte.gz.part"), IMAGES_GZ);
    try (TestServer mirror = serving(Manner.WELL)) {
      download(mirror.uri()).into(folder);
    }

    assertThat(folder.resolve("images-idx3-ubyte.gz")).hasBinaryContent(IMAGES_GZ);
  }

  @Test
  void aTransferThatStandsStillIsGivenUp() throws IOException {
    try (TestServer stalled = serving(Manner.STALLED);
        TestServer good = serving(Manner.WELL)) {
      download(stalled.uri(), good.uri()).into(folder);
    }

    assertThat(folder.resolve("images-idx3-ubyte.gz")).hasBinaryContent(IMAGES_GZ);
  }

  @Test
  void whenNoMirrorGivesItTheMessageSaysWhyAndWhatToDo() throws IOException {
    try (TestServer bad = serving(Manner.UNAVAILABLE);
        TestServer wrong = serving(Manner.WRONG)) {
      assertThatThrownBy(() -> download(bad.uri(), wrong.uri()).into(folder))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("MNIST cannot be downloaded; 127.0.0.1: status 503; 127.0.0.1: ")
          .hasFieldOrPropertyWithValue("remedy", Remedy.NAME_DATA_FOLDER_OR_DRAW)
          .message()
          .hasLineCount(1);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void oneAnsweringMirrorAmongDeadOnesIsEnough() throws IOException {
    try (TestServer good = serving(Manner.WELL)) {
      good.put(Mnist.TEST_LABELS.name() + ".gz", LABELS);

      assertThat(download(NOBODY, good.uri()).reachable()).isTrue();
    }
    assertThat(download(NOBODY).reachable()).isFalse();
  }

  private static TestServer serving(Manner manner) throws IOException {
    TestServer server = new TestServer(manner);
    server.put("images-idx3-ubyte.gz", IMAGES_GZ);
    server.put("labels-idx1-ubyte.gz", IdxBytes.gzip(LABELS));
    return server;
  }

  private MnistDownload download(URI... mirrors) {
    Datasets.Notices notices =
        new Datasets.Notices() {
          @Override
          public void line(String text) {
            progress.add(text);
          }

          @Override
          public void progress(String file, long bytes, long total) {
            progress.add(file + " " + bytes + " of " + total);
          }
        };
    return new MnistDownload(
        PARTS, List.of(mirrors), Duration.ofSeconds(4), Duration.ofMillis(300), notices);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
