package org.glyphnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The projects under {@code src/it} compile against the library as it is; the build's last step
 * runs them.
 */
class OtherProjectsTest {
  private static final Path PROJECTS = Path.of("src", "it", "other-projects");

  @TempDir Path classes;

  @Test
  void otherPeoplesProjectsCompile() throws IOException {
    List<Path> sources;
    try (Stream<Path> all = Files.walk(PROJECTS)) {
      sources = all.filter(file -> file.toString().endsWith(".java")).toList();
    }
    new JavaSources(sources).compileInto(classes);
  }

  @Test
  void theWholeJobIsAtMostTwentyFiveLines() throws IOException {
    Path source =
        PROJECTS.resolve(
            Path.of("whole-job", "src", "main", "java", "com", "example", "WholeJob.java"));
    List<String> lines = Files.readAllLines(source);
    int start = lines.indexOf("  public static void main(String[] args) throws Exception {");
    int end = start + lines.subList(start, lines.size()).indexOf("  }");

    assertThat(start).isPositive();
    assertThat(end - start - 1).isBetween(5, 25);
  }
}
