package org.glyphnet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.glyphnet.data.DataException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {
  @TempDir Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    for (String name : List.of("b.png", "a.PNG", "notes.txt", "c[1].jpeg", "deep/d.gif")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
  }

  @Test
  void fileIsTakenWhateverItsName() throws IOException {
    assertThat(files("notes.txt")).containsExactly("notes.txt");
  }

  @Test
  void folderMeansTheImagesInItByName() throws IOException {
    assertThat(files("")).containsExactly("a.PNG", "b.png", "c[1].jpeg");
  }

  @Test
  void patternMeansTheImagesThatFit() throws IOException {
    assertThat(files("?.{png,PNG}")).containsExactly("a.PNG", "b.png");
    assertThat(files("*/*")).containsExactly("deep/d.gif");
    assertThat(files("**")).containsExactly("a.PNG", "b.png", "c[1].jpeg", "deep/d.gif");
  }

  @Test
  void nameThatLooksLikeAPatternIsTheFileWhereThereIsOne() throws IOException {
    assertThat(files("c[1].jpeg")).containsExactly("c[1].jpeg");
  }

  @Test
  void wordsKeepTheirOrder() throws IOException {
    List<String> words =
        List.of(folder.resolve("deep").toString(), folder.resolve("b.png").toString());

    assertThat(ImageFiles.of(words))
        .containsExactly(folder.resolve("deep/d.gif"), folder.resolve("b.png"));
  }

  @Test
  void everyFormatThatCanBeReadIsAnImageAndHiddenFilesAreNone() throws IOException {
    for (String name : List.of("more/e.tif", "more/f.WebP", "more/g.jfif", "more/._e.tif")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }

    assertThat(files("more")).containsExactly("more/e.tif", "more/f.WebP", "more/g.jfif");
  }

  @Test
  void amongSeveralWordsOneThatMeansNothingStandsForItself() throws IOException {
    List<String> words = List.of(folder + "/none.png", folder + "/b.png", folder + "/*.bmp");

    assertThat(ImageFiles.of(words))
        .containsExactly(
            folder.resolve("none.png"), folder.resolve("b.png"), folder.resolve("*.bmp"));
  }

  @Test
  void patternThatIsNoneSaysSo() {
    assertThatThrownBy(() -> files("[a")).isInstanceOf(UsageException.class);
  }

  @Test
  void nothingThatFitsIsMissingData() {
    assertThatThrownBy(() -> files("*.bmp"))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("*.bmp: no such file, and no image whose name fits as a pattern");
    assertThatThrownBy(() -> files("nowhere/*.png")).isInstanceOf(DataException.class);
  }

  /** What a word means, as paths from the folder. */
  private List<String> files(String word) throws IOException {
    return ImageFiles.of(List.of(folder + "/" + word)).stream()
        .map(file -> folder.relativize(file).toString().replace('\\', '/'))
        .toList();
  }
}
