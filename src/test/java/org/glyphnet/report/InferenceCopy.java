package org.glyphnet.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.glyphnet.network.ConvNet;
import org.glyphnet.training.Fixtures;
import org.tensorflow.Session;

/** A network's inference graph with the weights that a session on its training graph has. */
final class InferenceCopy implements AutoCloseable {
  private final ConvNet net;
  private final Session session;

  InferenceCopy(ConvNet trained, Session weights) {
    net = ConvNet.forServing(trained.spec());
    session = net.openForInference(Fixtures.SETTINGS);
    try {
      Path folder = Files.createTempDirectory("weights");
      weights.save(folder.resolve("weights").toString());
      session.restore(folder.resolve("weights").toString());
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
      }
    } catch (IOException e) {
      net.close();
      throw new UncheckedIOException(e);
    }
  }

  Session session() {
    return session;
  }

  @Override
  public void close() {
    net.close();
  }
}
