package org.glyphnet.saving;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.glyphnet.data.DataException;
import org.glyphnet.files.DurableFiles;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.SessionSettings;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.MetaGraphDef;
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

  /** The graphs, in a version's folder. */
  static final String GRAPHS_FILE = "saved_model.pb";

  /** Checksums of all files of a version, in its folder. */
  private static final String SUMS_FILE = EXTRA_ASSETS + "/sha256.txt";

  private static final long SCHEMA_VERSION = 1;

  private SavedModels() {}

  /**
   * Writes a trained network as the model's next version. It is written beside and moved into
   * place: a reader never sees half a model. What an export that was killed has left goes.
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
    return write(model, classNames, trained(net, session, settings), false);
  }

  /**
   * The same, unless the newest version is equal to the last byte: the run that goes on after an
   * export exports nothing twice.
   */
  public static Path exportUnlessThere(
      Path model, ConvNet net, Session session, SessionSettings settings, List<String> classNames)
      throws IOException {
    return write(model, classNames, trained(net, session, settings), true);
  }

  private static Content trained(ConvNet net, Session session, SessionSettings settings) {
    return half -> {
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
    };
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
        },
        false);
  }

  /** Fills the folder of a version that is being written; returns its graphs. */
  private interface Content {
    SavedModel.Builder addTo(Path half) throws IOException;
  }

  private static Path write(
      Path model, List<String> classNames, Content content, boolean unlessThere)
      throws IOException {
    Files.createDirectories(model);
    try (HalfVersion half = HalfVersion.in(model)) {
      Path folder = half.folder();
      Files.createDirectories(variables(folder).getParent());
      Path labels = folder.resolve(LABELS_FILE);
      Files.createDirectories(labels.getParent());
      Files.writeString(labels, String.join("\n", classNames) + "\n", StandardCharsets.UTF_8);
      SavedModel.Builder savedModel =
          content.addTo(folder).setSavedModelSchemaVersion(SCHEMA_VERSION);
      Files.write(folder.resolve(GRAPHS_FILE), MetaGraphs.toBytes(savedModel.build()));
      Sha256Sums.write(folder, folder.resolve(SUMS_FILE));
      if (unlessThere) {
        Optional<Path> equal = equalTo(folder, model);
        if (equal.isPresent()) {
          return equal.get();
        }
      }
      DurableFiles.syncTree(folder);
      openToReaders(folder);
      return moveToNextVersion(half, model);
    } catch (TensorFlowException e) {
      throw CheckpointFiles.failed(model, e); // as of a full disk
    } catch (IOException e) {
      throw DurableFiles.named(model, e);
    }
  }

  /** The newest version, if it is whole and has the same bytes. */
  private static Optional<Path> equalTo(Path half, Path model) throws IOException {
    for (NumberedVersion newest : NumberedVersion.in(model).stream().limit(1).toList()) {
      Path sums = newest.folder().resolve(SUMS_FILE);
      if (Files.exists(sums) && Files.mismatch(sums, half.resolve(SUMS_FILE)) < 0) {
        try {
          check(newest.folder());
          HalfVersion.settle(newest.folder());
          return Optional.of(newest.folder());
        } catch (DataException e) {
          return Optional.empty(); // damaged since
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Looks a version through: every file against its checksum, the variables against the graphs.
   * Models of other programs have no checksums of their own; then only those of the variables are
   * there.
   *
   * @throws DataException when something is missing, damaged or does not fit
   */
  public static void check(Path version) throws IOException {
    Path sums = version.resolve(SUMS_FILE);
    if (Files.exists(sums)) {
      Sha256Sums.check(version, sums);
    }
    List<MetaGraphDef> graphs = SavedFile.savedModel(version);
    if (graphs.stream().noneMatch(graph -> graph.containsCollectionDef("variables"))) {
      return;
    }
    TensorBundle variables = TensorBundle.read(variables(version));
    if (!Files.exists(sums)) {
      variables.checkData(); // else the sums have vouched for it
    }
    graphs.forEach(graph -> variables.checkFits(graph.getGraphDef()));
  }

  /**
   * A version's folder: the given one where it is one, else the newest in it that is complete.
   *
   * @param notices gets a line for each newer one that is damaged
   * @throws DataException when there is none, or all there are are damaged
   */
  public static Path completeVersion(Path folder, Consumer<String> notices) throws IOException {
    if (Files.isRegularFile(folder.resolve(GRAPHS_FILE))) {
      return folder;
    }
    List<NumberedVersion> newestFirst = NumberedVersion.in(folder);
    for (NumberedVersion version : newestFirst) {
      try {
        check(version.folder());
        return version.folder();
      } catch (DataException e) {
        if (newestFirst.size() == 1) {
          throw e;
        }
        notices.accept(e.getMessage() + "; the version before it is used");
      }
    }
    if (newestFirst.isEmpty()) {
      throw missing(folder);
    }
    throw new DataException(folder + ": all " + newestFirst.size() + " versions are damaged");
  }

  private static Path variables(Path version) {
    return version.resolve("variables").resolve("variables");
  }

  /** A version's folder: the given one where it is one, else the newest in it. */
  public static Path version(Path folder) throws IOException {
    return Files.isRegularFile(folder.resolve(GRAPHS_FILE)) ? folder : newestVersion(folder);
  }

  /** Folder of the highest version; missing versions are a {@link DataException}. */
  public static Path newestVersion(Path model) throws IOException {
    return NumberedVersion.in(model).stream()
        .findFirst()
        .orElseThrow(() -> missing(model))
        .folder();
  }

  private static DataException missing(Path model) {
    return new DataException(
        model
            + ": no SavedModel there; it needs a sub-folder with a number, such as 1, as"
            + " 'glyphnet train' makes it");
  }

  private static Path moveToNextVersion(HalfVersion half, Path model) throws IOException {
    Path version;
    do {
      version = NumberedVersion.next(model);
    } while (!half.moveTo(version));
    return version;
  }

  /** Every version's folder by its number; empty where there is no such folder or none in it. */
  public static NavigableMap<Long, Path> versions(Path model) throws IOException {
    NavigableMap<Long, Path> versions = new TreeMap<>();
    NumberedVersion.in(model).forEach(one -> versions.put(one.number(), one.folder()));
    return versions;
  }

  /** Temporary folders are closed to others; a model is not. */
  private static void openToReaders(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
