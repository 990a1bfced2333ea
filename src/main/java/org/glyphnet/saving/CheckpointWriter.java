package org.glyphnet.saving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.glyphnet.files.DurableFiles;
import org.glyphnet.files.Sha256;
import org.glyphnet.training.DivergedException;
import org.glyphnet.training.Progress;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * Writes a checkpoint so that it exists as a whole or not at all: into a folder beside the others,
 * then moved into place file by file, the index last.
 */
final class CheckpointWriter {
  private static final String STAGING_FOLDER = ".saving";

  private CheckpointWriter() {}

  /** Content of the {@code .meta}, which is known only after the variables are saved. */
  interface MetaGraph {
    byte[] bytes() throws IOException;
  }

  /**
   * Writes a checkpoint; when this returns it is on the disk.
   *
   * @param saved where it goes, and where the run stands; a checkpoint of that name is replaced
   * @param trainedWith see {@link CheckpointPolicy}
   * @param session holds the variables
   * @throws DivergedException when a variable is no finite number; nothing is replaced then
   * @throws IOException when it cannot be written; nothing is replaced then
   */
  static void write(SavedProgress saved, Fingerprint trainedWith, Session session, MetaGraph meta)
      throws IOException {
    CheckpointPath target = saved.path();
    Path staging = target.prefix().resolveSibling(STAGING_FOLDER);
    DurableFiles.deleteTree(staging);
    try {
      Files.createDirectories(staging);
      CheckpointPath staged = target.movedTo(staging);
      save(session, staged);
      checkFinite(staged, saved.progress());
      writeTo(staged.meta(), meta.bytes());
      writeTo(
          staged.progress(),
          new ProgressFile(
                  saved.progress(), sha256(staged.index()), sha256(staged.meta()), trainedWith)
              .toBytes());
      DurableFiles.syncTree(staging);
      moveInto(target, staged);
    } finally {
      DurableFiles.deleteTree(staging);
    }
  }

  private static void writeTo(Path file, byte[] content) throws IOException {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw DurableFiles.named(file, e);
    }
  }

  private static void save(Session session, CheckpointPath checkpoint) throws IOException {
    try {
      session.save(checkpoint.toString());
    } catch (TensorFlowException e) {
      // As of a full disk.
      throw WriteFailure.of(checkpoint.prefix(), e);
    }
  }

  private static void checkFinite(CheckpointPath checkpoint, Progress progress) throws IOException {
    Optional<String> name = TensorBundle.read(checkpoint).notFinite();
    if (name.isPresent()) {
      throw new DivergedException(
          String.format(
              Locale.ROOT,
              "epoch %d, after %s: %s is beyond what a float can hold",
              progress.steps() == 0 ? progress.epochs() - 1 : progress.epochs(),
              progress.steps() == 0 ? "its last step" : "step " + progress.steps(),
              name.get()));
    }
  }

  private static void moveInto(CheckpointPath target, CheckpointPath staged) throws IOException {
    if (Files.exists(target.index()) && Files.mismatch(target.index(), staged.index()) >= 0) {
      // Another checkpoint is replaced: a reader finds the old one, none or the new one, and never
      // a mixture.
      Files.delete(target.index());
      DurableFiles.sync(target.prefix().toAbsolutePath().getParent());
    }
    List<Path> from = staged.files();
    List<Path> to = target.files();
    for (int i = 0; i < from.size(); i++) {
      DurableFiles.move(from.get(i), to.get(i));
    }
  }

  private static String sha256(Path file) throws IOException {
    return Sha256.of(Files.readAllBytes(file));
  }
}
