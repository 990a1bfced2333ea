package org.glyphnet.saving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.glyphnet.data.DataException;
import org.glyphnet.files.DurableFiles;
import org.glyphnet.network.ConvNet;
import org.glyphnet.training.TrainingListener;
import org.tensorflow.Session;

/**
 * A folder of raw checkpoints: {@code classifier-<epoch>.{index,data-00000-of-00001,meta}}, the
 * newest so many kept, {@code classifier-final} at the end, and the text file {@code checkpoint}
 * that names them.
 *
 * <p>A checkpoint is complete on disk before {@code checkpoint} names it, and an old one is deleted
 * only after it is no longer named.
 */
public final class Checkpoints implements TrainingListener {
  /** What every checkpoint's name begins with. */
  public static final String PREFIX = "classifier-";

  /** Name of the checkpoint at the end of a training run. */
  public static final String FINAL = PREFIX + "final";

  private static final List<String> SUFFIXES = List.of(".data-00000-of-00001", ".meta", ".index");

  private final Path folder;
  private final ConvNet net;
  private final int maxToKeep;
  private final List<String> kept = new ArrayList<>();
  private byte[] metaGraph;

  /**
   * @param folder where they go; it must exist
   * @param net the network that is saved
   * @param maxToKeep how many of the per-epoch checkpoints stay, at least 1
   */
  public Checkpoints(Path folder, ConvNet net, int maxToKeep) {
    if (maxToKeep < 1) {
      throw new IllegalArgumentException(
          "checkpoints to keep must be at least 1, found " + maxToKeep);
    }
    this.folder = folder;
    this.net = net;
    this.maxToKeep = maxToKeep;
  }

  /**
   * The newest checkpoint's prefix in a folder, as TensorFlow 1's {@code latest_checkpoint} finds
   * it.
   */
  public static Path latest(Path folder) throws IOException {
    String latest = CheckpointState.read(folder).latest();
    if (latest.isEmpty()) {
      throw new DataException(
          folder + ": no checkpoint there; a training run's folder has them in 'checkpoints'");
    }
    return folder.resolve(latest);
  }

  @Override
  public void epochEnded(EpochEnd end) throws IOException {
    if (end.result().epoch() >= 0) {
      saveEpoch(end.session(), end.result().epoch());
    }
  }

  /**
   * Saves the variables as they are after an epoch, and deletes the oldest checkpoint above the
   * limit.
   */
  private void saveEpoch(Session session, int epoch) throws IOException {
    String name = PREFIX + epoch;
    save(session, name);
    kept.add(name);
    List<String> dropped = new ArrayList<>(kept.subList(0, Math.max(0, kept.size() - maxToKeep)));
    kept.removeAll(dropped);
    new CheckpointState(name, kept).write(folder);
    for (String old : dropped) {
      delete(old);
    }
  }

  /** Saves the variables as the run's result; returns the checkpoint's prefix. */
  public Path saveFinal(Session session) throws IOException {
    save(session, FINAL);
    List<String> all = new ArrayList<>(kept);
    all.add(FINAL);
    new CheckpointState(FINAL, all).write(folder);
    return folder.resolve(FINAL);
  }

  private void save(Session session, String name) throws IOException {
    Path half = folder.resolve(".saving");
    DurableFiles.deleteTree(half);
    Files.createDirectories(half);
    session.save(half.resolve(name).toString());
    if (metaGraph == null) {
      // Only now: the saver is added to the graph by its first save.
      metaGraph = MetaGraphs.toBytes(MetaGraphs.ofCheckpoint(net, maxToKeep));
    }
    Files.write(half.resolve(name + ".meta"), metaGraph);
    DurableFiles.syncTree(half);
    // The index last: a checkpoint without one is none.
    for (String suffix : SUFFIXES) {
      DurableFiles.move(half.resolve(name + suffix), folder.resolve(name + suffix));
    }
    DurableFiles.deleteTree(half);
  }

  private void delete(String name) throws IOException {
    for (int i = SUFFIXES.size() - 1; i >= 0; i--) {
      Files.deleteIfExists(folder.resolve(name + SUFFIXES.get(i)));
    }
  }
}
