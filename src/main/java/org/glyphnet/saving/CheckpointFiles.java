package org.glyphnet.saving;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glyphnet.data.DataException;
import org.glyphnet.data.Sha256;
import org.glyphnet.files.DurableFiles;
import org.glyphnet.training.DivergedException;
import org.glyphnet.training.Progress;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.MetaGraphDef;

/** The files of one checkpoint: written so that it exists or does not, and looked through. */
final class CheckpointFiles {
  /** In the order in which they come; a checkpoint without an index is none. */
  private static final List<String> SUFFIXES =
      List.of(".data-00000-of-00001", ".meta", ProgressFile.SUFFIX, ".index");

  private static final Pattern NAME =
      Pattern.compile(
          "("
              + Checkpoints.PREFIX
              + "[0-9]+(?:-[0-9]+)?)"
              + SUFFIXES.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")")));

  private CheckpointFiles() {}

  /** Bytes of the {@code .meta}, which can be told only after the variables are saved. */
  interface Meta {
    byte[] bytes() throws IOException;
  }

  /**
   * Writes a checkpoint; when this returns it is on the disk.
   *
   * @param saved where it goes, and what it says of the run; what is there of that name is replaced
   * @param trainedWith see {@link CheckpointPolicy}
   * @param session holds the variables
   * @throws DivergedException when a variable is no finite number; nothing is replaced then
   * @throws IOException when it cannot be written; nothing is replaced then
   */
  static void write(SavedProgress saved, String trainedWith, Session session, Meta meta)
      throws IOException {
    Path prefix = saved.prefix();
    Path half = prefix.resolveSibling(".saving");
    DurableFiles.deleteTree(half);
    try {
      Files.createDirectories(half);
      Path beside = half.resolve(prefix.getFileName());
      save(session, beside);
      checkFinite(beside, saved.progress());
      writeTo(with(beside, ".meta"), meta.bytes());
      writeTo(
          with(beside, ProgressFile.SUFFIX),
          new ProgressFile(
                  saved.progress(),
                  sha256(beside, ".index"),
                  sha256(beside, ".meta"),
                  ProgressFile.sha256(trainedWith))
              .toBytes());
      DurableFiles.syncTree(half);
      moveInto(prefix, beside);
    } finally {
      DurableFiles.deleteTree(half);
    }
  }

  /** Deletes a checkpoint, its index first. */
  static void delete(Path prefix) throws IOException {
    for (int i = SUFFIXES.size() - 1; i >= 0; i--) {
      Files.deleteIfExists(with(prefix, SUFFIXES.get(i)));
    }
  }

  /**
   * Deletes what damaged and half saved checkpoints have left; names that the program does not give
   * are not touched.
   */
  static void deleteOthers(Path folder, List<SavedProgress> kept) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.list(folder)) {
      all = files.toList();
    }
    for (Path file : all) {
      Matcher name = NAME.matcher(file.getFileName().toString());
      if (name.matches() && kept.stream().noneMatch(one -> one.name().equals(name.group(1)))) {
        Files.delete(file);
      }
    }
  }

  /**
   * Looks a checkpoint through: every file against its checksums, the data against the graph.
   * Checkpoints of other programs have no {@code .progress}; then only the format's own checksums
   * are there.
   *
   * @return its graph
   * @throws DataException when something is missing, damaged or does not fit
   */
  static MetaGraphDef check(Path prefix) throws IOException {
    Path progress = with(prefix, ProgressFile.SUFFIX);
    if (Files.exists(progress)) {
      ProgressFile sealed = ProgressFile.read(prefix);
      checkSum(prefix, ".index", sealed.indexSha256());
      checkSum(prefix, ".meta", sealed.metaSha256());
    }
    MetaGraphDef meta = SavedFile.metaGraph(prefix);
    TensorBundle bundle = TensorBundle.read(prefix);
    bundle.checkData();
    bundle.checkFits(meta.getGraphDef());
    return meta;
  }

  /** A file of a checkpoint. */
  static Path with(Path prefix, String suffix) {
    return prefix.resolveSibling(prefix.getFileName() + suffix);
  }

  private static void writeTo(Path file, byte[] content) throws IOException {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw DurableFiles.named(file, e);
    }
  }

  private static void save(Session session, Path prefix) throws IOException {
    try {
      session.save(prefix.toString());
    } catch (TensorFlowException e) {
      // As of a full disk.
      throw failed(prefix, e);
    }
  }

  /** TensorFlow's failure to write as Java's own would be. */
  static FileSystemException failed(Path file, TensorFlowException e) {
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("cannot be written");
    // TensorFlow names the file first, then the reason.
    FileSystemException failure =
        new FileSystemException(
            file.toString(), null, reason.substring(reason.lastIndexOf("; ") + 1).trim());
    failure.initCause(e);
    return failure;
  }

  private static void checkFinite(Path prefix, Progress progress) throws IOException {
    Optional<String> name = TensorBundle.read(prefix).notFinite();
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

  private static void moveInto(Path prefix, Path beside) throws IOException {
    Path index = with(prefix, ".index");
    if (Files.exists(index) && Files.mismatch(index, with(beside, ".index")) >= 0) {
      // Another checkpoint goes: a reader finds the old one, none or the new one, and no mixture.
      Files.delete(index);
      DurableFiles.sync(prefix.toAbsolutePath().getParent());
    }
    for (String suffix : SUFFIXES) {
      DurableFiles.move(with(beside, suffix), with(prefix, suffix));
    }
  }

  private static void checkSum(Path prefix, String suffix, String expected) throws IOException {
    if (!Files.isRegularFile(with(prefix, suffix))) {
      throw new DataException(with(prefix, suffix) + ": not found");
    }
    if (!sha256(prefix, suffix).equals(expected)) {
      throw new DataException(with(prefix, suffix) + ": damaged: its checksum does not fit");
    }
  }

  private static String sha256(Path prefix, String suffix) throws IOException {
    return Sha256.of(Files.readAllBytes(with(prefix, suffix)));
  }
}
