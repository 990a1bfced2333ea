package org.glyphnet.saving;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.glyphnet.data.DataException;
import org.glyphnet.files.DurableFiles;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.SessionSettings;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.SavedModel;

/**
 * A folder of SavedModels in TensorFlow Serving's layout, {@code <model>/<version>/}; a version is
 * a number, the newest is the highest. Each holds two meta graphs over one set of variables: tag
 * {@code train} (everything) and tag {@code serve} (inference only).
 */
public final class SavedModels {
  /** Tag of the meta graph with everything, as in the book. */
  public static final String TRAIN_TAG = "train";

  /** Tag of the meta graph for inference. */
  public static final String SERVE_TAG = "serve";

  /** Key of the signature under {@link #SERVE_TAG}. */
  public static final String SIGNATURE = "serving_default";

  /** Folder in a version's for what TensorFlow does not read. */
  public static final String EXTRA_ASSETS = "assets.extra";

  /** Class names, one a line in label order, in a version's folder. */
  public static final String LABELS_FILE = EXTRA_ASSETS + "/labels.txt";

  private static final long SCHEMA_VERSION = 1;

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private SavedModels() {}

  /**
   * Writes a trained network as the model's next version. It is written beside and moved into
   * place: a reader never sees half a model.
   *
   * @param model folder of the model's versions; made where it is missing
   * @param net the network, built for training
   * @param session its trained variables
   * @param classNames in label order
   * @return folder of the new version
   */
  public static Path export(
      Path model, ConvNet net, Session session, SessionSettings settings, List<String> classNames)
      throws IOException {
    return write(
        model,
        classNames,
        half -> {
          Path variables = variables(half);
          session.save(variables.toString());
          SavedModel.Builder savedModel =
              SavedModel.newBuilder().addMetaGraphs(MetaGraphs.forTraining(net));
          try (ConvNet serving = ConvNet.forServing(net.spec());
              Session reader = new Session(serving.graph(), settings.toConfig())) {
            // Restoring gives the serving graph its saver, and proves that its variables are among
            // those saved.
            reader.restore(variables.toString());
            savedModel.addMetaGraphs(MetaGraphs.forServing(serving));
          }
          return savedModel;
        });
  }

  /**
   * A trained network as it lies on the disk.
   *
   * @param spec what it was built from
   * @param checkpoint prefix of its checkpoint
   * @param classNames in label order
   * @param record files that tell how it was trained
   */
  public record Trained(
      NetworkSpec spec, Path checkpoint, List<String> classNames, List<Path> record) {}

  /**
   * Writes a trained network as the model's next version for inference only: the graph with the tag
   * {@code serve} and its variables, which is a third of what {@link #export} writes. The files
   * that tell how it was trained go into {@value #EXTRA_ASSETS}.
   *
   * @param model folder of the model's versions; made where it is missing
   * @return folder of the new version
   * @throws DataException when the checkpoint cannot be restored, or is of another network
   */
  public static Path exportForServing(Path model, Trained trained, SessionSettings settings)
      throws IOException {
    return write(
        model,
        trained.classNames(),
        half -> {
          for (Path file : trained.record()) {
            Files.copy(file, half.resolve(EXTRA_ASSETS).resolve(file.getFileName().toString()));
          }
          try (ConvNet serving = ConvNet.forServing(trained.spec());
              Session session = new Session(serving.graph(), settings.toConfig())) {
            session.restore(trained.checkpoint().toString());
            session.save(variables(half).toString());
            return SavedModel.newBuilder().addMetaGraphs(MetaGraphs.forServing(serving));
          } catch (TensorFlowException | IllegalArgumentException e) {
            throw new DataException(
                trained.checkpoint()
                    + ": cannot be restored into the run's network: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given"),
                e);
          }
        });
  }

  /** Fills the folder of a version that is being written; returns its graphs. */
  private interface Content {
    SavedModel.Builder addTo(Path half) throws IOException;
  }

  private static Path write(Path model, List<String> classNames, Content content)
      throws IOException {
    Files.createDirectories(model);
    Path half = Files.createTempDirectory(model, ".exporting-");
    try {
      Files.createDirectories(variables(half).getParent());
      Path labels = half.resolve(LABELS_FILE);
      Files.createDirectories(labels.getParent());
      Files.writeString(labels, String.join("\n", classNames) + "\n", StandardCharsets.UTF_8);
      SavedModel.Builder savedModel =
          content.addTo(half).setSavedModelSchemaVersion(SCHEMA_VERSION);
      Files.write(half.resolve("saved_model.pb"), MetaGraphs.toBytes(savedModel.build()));
      DurableFiles.syncTree(half);
      openToReaders(half);
      return moveToNextVersion(half, model);
    } finally {
      DurableFiles.deleteTree(half);
    }
  }

  private static Path variables(Path version) {
    return version.resolve("variables").resolve("variables");
  }

  /** A version's folder: the given one where it is one, else the newest in it. */
  public static Path version(Path folder) throws IOException {
    return Files.isRegularFile(folder.resolve("saved_model.pb")) ? folder : newestVersion(folder);
  }

  /** Folder of the highest version; missing versions are a {@link DataException}. */
  public static Path newestVersion(Path model) throws IOException {
    return highest(model)
        .orElseThrow(
            () ->
                new DataException(
                    model
                        + ": no SavedModel there; it needs a sub-folder with a number, such as 1, as"
                        + " 'glyphnet train' makes it"))
        .folder();
  }

  private static Path moveToNextVersion(Path half, Path model) throws IOException {
    Path version;
    do {
      long next = Math.addExact(highest(model).map(Version::number).orElse(0L), 1);
      version = model.resolve(Long.toString(next));
    } while (!moved(half, version));
    return version;
  }

  /** Moves into place, unless another process has just taken the number. */
  private static boolean moved(Path half, Path version) throws IOException {
    try {
      DurableFiles.move(half, version);
      return true;
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      return false;
    }
  }

  /** A version's number and its folder, whose name may have zeros before the number. */
  private record Version(long number, Path folder) {}

  /** Every version's folder by its number; empty where there is no such folder or none in it. */
  public static NavigableMap<Long, Path> versions(Path model) throws IOException {
    NavigableMap<Long, Path> versions = new TreeMap<>();
    if (Files.isDirectory(model)) {
      try (Stream<Path> children = Files.list(model)) {
        children
            .filter(Files::isDirectory)
            .flatMap(SavedModels::numbered)
            .forEach(version -> versions.put(version.number(), version.folder()));
      }
    }
    return versions;
  }

  private static Optional<Version> highest(Path model) throws IOException {
    return Optional.ofNullable(versions(model).lastEntry())
        .map(entry -> new Version(entry.getKey(), entry.getValue()));
  }

  private static Stream<Version> numbered(Path folder) {
    String name = folder.getFileName().toString();
    if (!DIGITS.matcher(name).matches()) {
      return Stream.empty();
    }
    try {
      return Stream.of(new Version(Long.parseLong(name), folder));
    } catch (NumberFormatException e) {
      return Stream.empty(); // above what TensorFlow Serving counts to
    }
  }

  /** Temporary folders are closed to others; a model is not. */
  private static void openToReaders(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
