package org.glyphnet.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {
  @TempDir Path folder;

  @Test
  void writesAFileAndTheFoldersOnTheWay() throws IOException {
    Path file = folder.resolve("a/b/run.json");

    DurableFiles.write(file, bytes("one"));

    assertThat(file).hasContent("one");
    assertThat(names(file.getParent())).containsExactly("run.json");
  }

  @Test
  void replacesAFileAndLeavesNothingBeside() throws IOException {
    Path file = folder.resolve("run.json");
    DurableFiles.write(file, bytes("the first, longer text"));

    DurableFiles.write(file, bytes("two"));

    assertThat(file).hasContent("two");
    assertThat(names(folder)).containsExactly("run.json");
  }

  @Test
  void writesIntoALinkedFolder() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);

    DurableFiles.write(link.resolve("run.json"), bytes("one"));

    assertThat(real.resolve("run.json")).hasContent("one");
  }

  @Test
  void readerOfAFileThatIsReplacedAllTheTimeSeesOneOrTheOther() throws Exception {
    Path file = folder.resolve("run.json");
    String first = "a".repeat(100_000);
    String second = "b".repeat(50_000);
    DurableFiles.write(file, bytes(first));
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Future<?> writer =
          executor.submit(
              () -> {
                for (int i = 0; i < 50; i++) {
                  DurableFiles.write(file, bytes(i % 2 == 0 ? second : first));
                }
                return null;
              });
      while (!writer.isDone()) {
        assertThat(Files.readString(file)).isIn(first, second);
      }
      writer.get();
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void failedWriteLeavesWhatWasThereAndNothingBeside() throws IOException {
    Path inTheWay = Files.createDirectory(folder.resolve("run.json"));
    Files.writeString(inTheWay.resolve("note"), "mine");

    assertThatThrownBy(() -> DurableFiles.write(inTheWay, bytes("one")))
        .isInstanceOf(IOException.class);

    assertThat(inTheWay.resolve("note")).hasContent("mine");
    assertThat(names(folder)).containsExactly("run.json");
  }

  @Test
  void otherUsersMayReadAWrittenFileAsTheyMayAnyOther() throws IOException {
    Path file = folder.resolve("run.json");
    Path ordinary = Files.writeString(folder.resolve("ordinary"), "one");

    DurableFiles.write(file, bytes("one"));

    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(Files.getPosixFilePermissions(ordinary));
  }

  @Test
  void moveReplacesAFile() throws IOException {
    Path from = Files.writeString(folder.resolve("from"), "new");
    Path to = Files.writeString(folder.resolve("to"), "old");

    DurableFiles.move(from, to);

    assertThat(to).hasContent("new");
    assertThat(names(folder)).containsExactly("to");
  }

  @Test
  void moveDoesNotReplaceAFolderWithSomethingInIt() throws IOException {
    Path from = Files.createDirectory(folder.resolve("from"));
    Files.writeString(from.resolve("file"), "new");
    Path to = Files.createDirectory(folder.resolve("to"));
    Files.writeString(to.resolve("file"), "old");

    assertThatThrownBy(() -> DurableFiles.move(from, to)).isInstanceOf(IOException.class);

    assertThat(to.resolve("file")).hasContent("old");
    assertThat(from.resolve("file")).hasContent("new");
  }

  @Test
  void syncReachesFilesFoldersAndTrees() throws IOException {
    Path file = Files.createDirectories(folder.resolve("a/b")).resolve("file");
    Files.writeString(file, "one");

    assertThatCode(
            () -> {
              DurableFiles.sync(file);
              DurableFiles.sync(folder);
              DurableFiles.syncTree(folder);
            })
        .doesNotThrowAnyException();
    assertThat(file).hasContent("one");
  }

  @Test
  void syncOfWhatIsNotThereFails() {
    assertThatThrownBy(() -> DurableFiles.sync(folder.resolve("nothing")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void deleteTreeDeletesAFolderAndAllInIt() throws IOException {
    Path tree = folder.resolve("tree");
    Files.createDirectories(tree.resolve("a/b"));
    Files.writeString(tree.resolve("a/b/file"), "one");
    Files.writeString(tree.resolve("file"), "two");

    DurableFiles.deleteTree(tree);

    assertThat(names(folder)).isEmpty();
  }

  @Test
  void deleteTreeOfNothingIsFine() {
    assertThatCode(() -> DurableFiles.deleteTree(folder.resolve("nothing")))
        .doesNotThrowAnyException();
  }

  @Test
  void deleteTreeDeletesALinkButNotWhatItPointsTo() throws IOException {
    Path kept = Files.createDirectory(folder.resolve("kept"));
    Files.writeString(kept.resolve("file"), "mine");
    Path tree = Files.createDirectory(folder.resolve("tree"));
    Files.createSymbolicLink(tree.resolve("link"), kept);

    DurableFiles.deleteTree(tree);

    assertThat(names(folder)).containsExactly("kept");
    assertThat(kept.resolve("file")).hasContent("mine");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatAKilledWriteLeftIsDeletedAndNothingElse(@TempDir Path place) throws IOException {
    Files.writeString(
        place.resolve(".run.json.a77d8d96-3e6a-4842-a9f0-16ffc023db39"), "half written");
    Files.writeString(place.resolve(".hidden"), "");
    Files.writeString(place.resolve("run.json"), "");

    DurableFiles.deleteLeftOver(place);

    try (var files = Files.list(place)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(".hidden", "run.json");
    }
  }
}
