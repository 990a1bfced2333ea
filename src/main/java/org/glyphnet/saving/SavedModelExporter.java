package org.glyphnet.saving;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.glyphnet.Internal;
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
 * Writes trained networks as versions of a SavedModel, {@code <model>/<version>/}. A version is
 * written in a hidden folder and moved into place: a reader never sees part of a model. What an
 * export that was killed has left is deleted.
 */
public final class SavedModelExporter {
  private static final long SCHEMA_VERSION = 1;

  private SavedModelExporter() {}

  /**
   * Writes a trained network as the model's next version, with two meta graphs over one set of
   * variables: tag {@link Signatures#TRAIN_TAG} (everything) and tag {@link Signatures#SERVE_TAG}
   * (inference only).
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
    return export(model, net, session, settings, ModelNotes.of(classNames));
  }

  /** The same with all that is known of the images. */
  @Internal
  public static Path export(
      Path model, ConvNet net, Session session, SessionSettings settings, ModelNotes notes)
      throws IOException {
    return write(model, notes, trained(net, session, settings), false);
  }

  /**
   * The same, unless the newest version is equal to the last byte: a run that is resumed after its
   * export exports nothing twice.
   */
  @Internal
  public static Path exportUnlessThere(
      Path model, ConvNet net, Session session, SessionSettings settings, ModelNotes notes)
      throws IOException {
    return write(model, notes, trained(net, session, settings), true);
  }

  private static Content trained(ConvNet net, Session session, SessionSettings settings) {
    return staged -> {
      String variables = staged.variables().toString();
      session.save(variables);
      SavedModel.Builder savedModel =
          SavedModel.newBuilder().addMetaGraphs(MetaGraphs.forTraining(net));
      try (ConvNet serving = ConvNet.forServing(net.spec())) {
        // Restoring gives the serving graph its saver, and proves that its variables are among
        // those saved.
        serving.open(settings).restore(variables);
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
   * @param notes class names, and how pictures become images
   * @param record files that tell how it was trained
   */
  @Internal
  public record Trained(NetworkSpec spec, Path checkpoint, ModelNotes notes, List<Path> record) {}

  /**
   * Writes a trained network as the model's next version for inference only: the graph with the tag
   * {@link Signatures#SERVE_TAG} and its variables, which is a third of what {@link #export}
   * writes. The files that tell how it was trained go into {@value SavedModels#EXTRA_ASSETS}.
   *
   * @param model folder of the model's versions; made where it is missing
   * @return folder of the new version
   * @throws DataException when the checkpoint is missing, cannot be restored, or is of another
   *     network
   */
  @Internal
  public static Path exportForServing(Path model, Trained trained, SessionSettings settings)
      throws IOException {
    CheckpointPath checkpoint = new CheckpointPath(trained.checkpoint());
    if (!Files.isRegularFile(checkpoint.index())) {
      throw new DataException(
          checkpoint.index() + ": not found; give a checkpoint's path without suffix");
    }
    return write(
        model,
        trained.notes(),
        staged -> {
          for (Path file : trained.record()) {
            Files.copy(file, staged.extraAssets().resolve(file.getFileName().toString()));
          }
          try (ConvNet serving = ConvNet.forServing(trained.spec())) {
            Session session = serving.open(settings);
            session.restore(checkpoint.toString());
            session.save(staged.variables().toString());
            return SavedModel.newBuilder().addMetaGraphs(MetaGraphs.forServing(serving));
          } catch (TensorFlowException | IllegalArgumentException e) {
            throw new DataException(
                checkpoint
                    + ": cannot be restored into the run's network: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given"),
                e);
          }
        },
        false);
  }

  /** Fills the folder of a version that is being written; returns its graphs. */
  private interface Content {
    SavedModel.Builder addTo(VersionFolder staged) throws IOException;
  }

  private static Path write(Path model, ModelNotes notes, Content content, boolean unlessThere)
      throws IOException {
    Files.createDirectories(model);
    try (StagedVersion staged = StagedVersion.in(model)) {
      VersionFolder version = new VersionFolder(staged.folder());
      fill(version, notes, content);
      if (unlessThere) {
        Optional<Path> equal = newestIfEqual(version, model);
        if (equal.isPresent()) {
          return equal.get();
        }
      }
      DurableFiles.syncTree(version.path());
      openToReaders(version.path());
      return moveToNextVersion(staged, model);
    } catch (TensorFlowException e) {
      throw WriteFailure.of(model, e); // as of a full disk
    } catch (IOException e) {
      throw DurableFiles.named(model, e);
    }
  }

  private static void fill(VersionFolder version, ModelNotes notes, Content content)
      throws IOException {
    Files.createDirectories(version.variables().prefix().getParent());
    Files.createDirectories(version.extraAssets());
    Files.writeString(
        version.labels(), String.join("\n", notes.classNames()) + "\n", StandardCharsets.UTF_8);
    if (notes.preparation().isPresent()) {
      Files.writeString(
          version.images(), notes.preparation().get().toText(), StandardCharsets.UTF_8);
    }
    if (notes.heldOut().isPresent()) {
      Files.writeString(version.heldOut(), notes.heldOut().get().toText(), StandardCharsets.UTF_8);
    }
    SavedModel.Builder savedModel =
        content.addTo(version).setSavedModelSchemaVersion(SCHEMA_VERSION);
    Files.write(version.graphs(), MetaGraphs.toBytes(savedModel.build()));
    MetaGraphDef serving = savedModel.getMetaGraphs(savedModel.getMetaGraphsCount() - 1);
    WarmupRequests.write(version, serving.getSignatureDefOrThrow(Signatures.SERVING_DEFAULT));
    Sha256Sums.write(version.path(), version.sums());
  }

  /** The newest version, if it is complete and has the same bytes. */
  private static Optional<Path> newestIfEqual(VersionFolder staged, Path model) throws IOException {
    for (NumberedVersion newest : NumberedVersion.in(model).stream().limit(1).toList()) {
      Path sums = new VersionFolder(newest.folder()).sums();
      if (Files.exists(sums) && Files.mismatch(sums, staged.sums()) < 0) {
        try {
          SavedModels.check(newest.folder());
          StagedVersion.removeLock(newest.folder());
          return Optional.of(newest.folder());
        } catch (DataException e) {
          return Optional.empty(); // damaged since
        }
      }
    }
    return Optional.empty();
  }

  private static Path moveToNextVersion(StagedVersion staged, Path model) throws IOException {
    Path version;
    do {
      version = NumberedVersion.next(model);
    } while (!staged.moveTo(version));
    return version;
  }

  /** Temporary folders can be read by their owner alone; a model is for everyone. */
  private static void openToReaders(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
