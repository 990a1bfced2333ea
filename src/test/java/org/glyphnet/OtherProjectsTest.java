package org.glyphnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
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
    StringWriter problems = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of("-d", classes.toString(), "-classpath", System.getProperty("java.class.path"));
      boolean compiled =
          compiler
              .getTask(
                  problems, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();

      assertThat(compiled).as(problems.toString()).isTrue();
    }
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
