package org.glyphnet.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.glyphnet.files.DurableFiles;

/**
 * Which run of a server a folder is, kept in the folder as {@code mlflow.json}, so that what goes
 * on later goes on there.
 */
record MlflowLink(String server, String run) {
  private static final String FILE_NAME = "mlflow.json";
  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The one that a folder has to a server; empty where it has none, or a file that is damaged. */
  static Optional<MlflowLink> in(Path folder, MlflowServer server) {
    Path file = folder.resolve(FILE_NAME);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      JsonNode tree = JSON.readTree(file.toFile());
      MlflowLink link = new MlflowLink(tree.path("server").asText(), tree.path("run_id").asText());
      return Optional.of(link)
          .filter(one -> one.server.equals(server.toString()) && !one.run.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void write(Path folder) throws IOException {
    String text =
        JSON.writerWithDefaultPrettyPrinter()
                .writeValueAsString(
                    JSON.createObjectNode()
                        .put("format", FORMAT)
                        .put("server", server)
                        .put("run_id", run))
            + "\n";
    DurableFiles.write(folder.resolve(FILE_NAME), text.getBytes(StandardCharsets.UTF_8));
  }
}
