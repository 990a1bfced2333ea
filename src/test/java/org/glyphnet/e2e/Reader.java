package org.glyphnet.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import org.glyphnet.data.DataException;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.saving.Checkpoints;
import org.glyphnet.saving.RestoredModel;
import org.glyphnet.saving.SavedModels;
import org.glyphnet.saving.Signatures;

/**
 * Opens the newest checkpoint and the newest SavedModel version, over and over, as they are named
 * at that moment; it takes no other when one cannot be opened.
 *
 * <p>On standard input it is told where to read (two folders, a tab between them), and asked
 * ({@code ?}) for its failures; the answer ends with a line of how much was opened.
 */
public final class Reader {
  private static final SessionSettings SETTINGS = new SessionSettings(1);

  private final List<String> failures = new ArrayList<>();
  private int checkpoints;
  private int versions;

  private Reader() {}

  /** How one kind of saved model is found and opened. */
  private interface Kind {
    /** The newest; a {@link DataException} when there is none. */
    Path newest() throws IOException;

    RestoredModel open(Path path) throws IOException;
  }

  public static void main(String[] args) throws InterruptedException {
    Reader reader = new Reader();
    List<String> folders = new ArrayList<>();
    Thread ears = new Thread(() -> reader.listen(folders), "reader-listens");
    ears.start();
    while (ears.isAlive()) {
      reader.readOnce(folders);
      Thread.sleep(2);
    }
  }

  private void listen(List<String> folders) {
    try (Scanner in = new Scanner(System.in, java.nio.charset.StandardCharsets.UTF_8)) {
      while (in.hasNextLine()) {
        String line = in.nextLine();
        synchronized (this) {
          if (line.equals("?")) {
            failures.forEach(failure -> System.out.println("failed " + failure));
            failures.clear();
            System.out.println(
                "the reader opened " + checkpoints + " checkpoints and " + versions + " versions");
          } else {
            folders.clear();
            folders.addAll(List.of(line.split("\t", -1)));
          }
        }
      }
    }
  }

  private synchronized void readOnce(List<String> folders) {
    if (folders.isEmpty()) {
      return;
    }
    Path run = Path.of(folders.get(0));
    Path model = Path.of(folders.get(1));
    checkpoints +=
        read(
            new Kind() {
              @Override
              public Path newest() throws IOException {
                return Checkpoints.latest(run);
              }

              @Override
              public RestoredModel open(Path path) throws IOException {
                return RestoredModel.fromCheckpoint(path, SETTINGS);
              }
            });
    versions +=
        read(
            new Kind() {
              @Override
              public Path newest() throws IOException {
                return SavedModels.version(model);
              }

              @Override
              public RestoredModel open(Path path) throws IOException {
                return RestoredModel.fromSavedModel(path, Signatures.SERVE_TAG, SETTINGS);
              }
            });
  }

  /** Opens the newest; 1 when there was one, else 0. */
  private int read(Kind kind) {
    Path newest;
    try {
      newest = kind.newest();
    } catch (DataException | IOException e) {
      return 0; // nothing is saved yet
    }
    try (RestoredModel model = kind.open(newest)) {
      return model.metaGraph().getGraphDef().getNodeCount() > 0 ? 1 : 0;
    } catch (IOException | RuntimeException e) {
      if (isStillNewest(kind, newest)) {
        failures.add(newest + ": " + e);
      }
      return 0; // else a newer one came, and this one could go
    }
  }

  private static boolean isStillNewest(Kind kind, Path path) {
    try {
      return kind.newest().equals(path);
    } catch (DataException | IOException e) {
      return true; // it was there, and nothing is
    }
  }
}
