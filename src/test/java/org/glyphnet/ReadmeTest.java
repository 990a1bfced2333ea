package org.glyphnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The Java that the README shows compiles against the library as it is. */
class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  /** What a reader imports; an ellipsis stands for an image of the reader's own. */
  private static final String BEFORE =
      Stream.of(
                  "java.net.URI",
                  "java.net.http.*",
                  "java.net.http.HttpRequest.BodyPublishers",
                  "java.net.http.HttpResponse.BodyHandlers",
                  "java.nio.*",
                  "java.nio.charset.StandardCharsets",
                  "java.nio.file.*",
                  "java.util.*",
                  "java.io.File",
                  "javax.imageio.ImageIO",
                  "org.glyphnet.data.*",
                  "org.glyphnet.data.synthetic.*",
                  "org.glyphnet.inference.*",
                  "org.glyphnet.network.*",
                  "org.glyphnet.saving.*",
                  "org.glyphnet.training.*",
                  "org.tensorflow.*",
                  "org.tensorflow.types.*")
              .map(name -> "import " + name + ";\n")
              .collect(Collectors.joining())
          + "class Reader { void read(File photo, TFloat32 own) throws Exception {\n";

  private static final String AFTER = "} }\n";

  @TempDir Path folder;

  @TestFactory
  List<DynamicTest> javaInTheReadmeCompiles() throws IOException {
    List<String> blocks =
        JAVA.matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(m -> m.group(1))
            .toList();
    assertThat(blocks).hasSizeGreaterThanOrEqualTo(3);
    return blocks.stream()
        .map(
            block ->
                DynamicTest.dynamicTest(
                    block.lines().findFirst().orElseThrow(), () -> compile(block)))
        .toList();
  }

  private void compile(String block) throws IOException {
    String statements = block.replace("= ...;", "= own;").replace("{ ... }", "{ }");
    Path source = Files.writeString(folder.resolve("Reader.java"), BEFORE + statements + AFTER);
    new JavaSources(List.of(source)).compileInto(folder);
  }
}
