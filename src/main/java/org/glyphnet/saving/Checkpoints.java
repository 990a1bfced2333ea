package org.glyphnet.saving;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.glyphnet.Internal;
import org.glyphnet.data.DataException;
import org.glyphnet.network.ConvNet;
import org.glyphnet.training.Progress;
import org.glyphnet.training.TrainingListener;
import org.tensorflow.Session;

/**
 * A folder of raw checkpoints: {@code classifier-<epoch>.{index,data-00000-of-00001,meta}} after
 * each epoch, the newest so many kept; {@code classifier-<epoch>-<step>} within one, the newest two
 * kept until the run ends; {@code classifier-final} at the end; and the text file {@code
 * checkpoint} that names them. A {@code .progress} beside each tells where the run stood.
 *
 * <p>A checkpoint is complete on disk before {@code checkpoint} names it, and an old one is deleted
 * only after it is no longer named.
 */
public final class Checkpoints implements TrainingListener {
  /** The newest to resume from, and another in case that one is damaged. */
  private static final int WITHIN_EPOCHS_TO_KEEP = 2;

  private final Path folder;
  private final ConvNet net;
  private final CheckpointPolicy policy;
  private final List<SavedProgress> kept = new ArrayList<>();
  private SavedProgress newest;
  private Progress ended = Progress.START;
  private byte[] metaGraph;

  /**
   * Saves after each epoch.
   *
   * @param folder where they go; it must exist
   * @param net the network that is saved
   * @param maxToKeep how many of the per-epoch checkpoints stay, at least 1
   */
  public Checkpoints(Path folder, ConvNet net, int maxToKeep) {
    this(folder, net, new CheckpointPolicy(maxToKeep, CheckpointPolicy.NEVER, Fingerprint.NONE));
  }

  /**
   * @param folder where they go; it must exist
   * @param net the network that is saved
   */
  @Internal
  public Checkpoints(Path folder, ConvNet net, CheckpointPolicy policy) {
    this.folder = folder;
    this.net = net;
    this.policy = policy;
  }

  /**
   * The newest checkpoint's prefix in a folder, as TensorFlow 1's {@code latest_checkpoint} finds
   * it.
   *
   * @throws DataException when there is none
   */
  public static Path latest(Path folder) throws IOException {
    return CheckpointState.latest(folder).prefix();
  }

  /**
   * Complete checkpoints of epochs before that of another: the oldest that is kept, and others at
   * even distances. Damaged ones are left out.
   *
   * @param prefix of the checkpoint that they are before
   * @param most how many at most, at least 1
   * @return their prefixes, oldest first
   */
  @Internal
  public static List<Path> epochsBefore(Path prefix, int most) throws IOException {
    List<SavedProgress> all = SavedProgress.upToNewestComplete(prefix.getParent(), notice -> {});
    int epochs =
        all.stream()
            .filter(one -> one.path().prefix().equals(prefix))
            .mapToInt(one -> one.progress().epochs())
            .findFirst()
            .orElse(0);
    List<Path> before =
        all.stream()
            .filter(SavedProgress::endsEpoch)
            .filter(one -> !one.isFinal() && one.progress().epochs() < epochs)
            .filter(SavedProgress::isComplete)
            .map(one -> one.path().prefix())
            .toList();
    int count = Math.min(most, before.size());
    return IntStream.range(0, count).mapToObj(i -> before.get(i * before.size() / count)).toList();
  }

  /**
   * Finds the newest complete checkpoint of the network, to resume from.
   *
   * @param notices gets a line for each newer one that is damaged
   * @return where the run stood; {@link Progress#START} when it was never saved
   * @throws DataException when it is of another network or run, or every checkpoint there is
   *     damaged
   */
  public Progress findNewest(Consumer<String> notices) throws IOException {
    List<SavedProgress> saved = SavedProgress.upToNewestComplete(folder, notices);
    kept.clear();
    if (saved.isEmpty()) {
      return Progress.START;
    }
    newest = saved.get(saved.size() - 1);
    TensorBundle.read(newest.path()).checkFits(net.graph().toGraphDef());
    ProgressFile.read(newest.path()).checkTrainedWith(policy.trainedWith(), newest.path());
    saved.stream().filter(one -> !one.isFinal()).forEach(kept::add);
    ended = Progress.afterEpoch(newest.progress().epochs() - 1);
    return newest.progress();
  }

  /** The newest checkpoint's prefix: the one that was found or saved last. */
  public Optional<Path> newest() {
    return Optional.ofNullable(newest).map(saved -> saved.path().prefix());
  }

  /** Puts the newest checkpoint's variables into a session on the network, if there is one. */
  public void restore(Session session) {
    newest().ifPresent(prefix -> session.restore(prefix.toString()));
  }

  @Override
  public void stepDone(StepEnd end) throws IOException {
    // The end of the epoch is saved with its evaluation.
    if (end.progress().steps() % policy.saveEvery() == 0 && !end.last()) {
      save(end.progress(), end.session());
    }
  }

  @Override
  public void stopped(Progress progress, Session session) throws IOException {
    boolean saved = kept.stream().anyMatch(one -> one.progress().equals(progress));
    if (!saved && progress.steps() > 0) {
      save(progress, session);
    }
  }

  @Override
  public void epochEnded(EpochEnd end) throws IOException {
    if (end.result().epoch() >= 0) {
      ended = Progress.afterEpoch(end.result().epoch());
      if (end.best()) {
        // First: a run that is killed before the other one is there trains the epoch again.
        write(new SavedProgress(best(), ended), end.session());
      }
      save(ended, end.session());
    }
  }

  /**
   * Puts the best epoch's variables into the session. The final checkpoint then stands where that
   * epoch ended, so that a run with more epochs goes on from the last one, not from it.
   *
   * @throws DataException when they are damaged or of another epoch
   */
  @Override
  public boolean restoreBest(int epoch, Session session) throws IOException {
    CheckpointFiles.check(best());
    Progress saved = ProgressFile.read(best()).progress();
    if (!saved.equals(Progress.afterEpoch(epoch))) {
      throw new DataException(
          best().prefix() + ": of epoch " + (saved.epochs() - 1) + ", the best was " + epoch);
    }
    session.restore(best().prefix().toString());
    ended = saved;
    return true;
  }

  private CheckpointPath best() {
    return CheckpointPath.in(folder, CheckpointPath.BEST);
  }

  /** Saves the variables as the run's result; returns the checkpoint's prefix. */
  public Path saveFinal(Session session) throws IOException {
    SavedProgress last = new SavedProgress(CheckpointPath.in(folder, CheckpointPath.FINAL), ended);
    write(last, session);
    List<SavedProgress> withinEpochs = kept.stream().filter(one -> !one.endsEpoch()).toList();
    kept.removeAll(withinEpochs);
    nameAndDrop(last, withinEpochs);
    CheckpointFiles.deleteOthers(folder, kept.stream().map(SavedProgress::name).toList());
    return last.path().prefix();
  }

  private void save(Progress progress, Session session) throws IOException {
    String name =
        progress.steps() == 0
            ? CheckpointPath.NAME_PREFIX + (progress.epochs() - 1)
            : CheckpointPath.NAME_PREFIX + progress.epochs() + "-" + progress.steps();
    SavedProgress saved = new SavedProgress(CheckpointPath.in(folder, name), progress);
    write(saved, session);
    kept.removeIf(one -> one.name().equals(name));
    kept.add(saved);
    List<SavedProgress> dropped = new ArrayList<>();
    dropped.addAll(aboveLimit(true, policy.maxToKeep()));
    dropped.addAll(aboveLimit(false, WITHIN_EPOCHS_TO_KEEP));
    kept.removeAll(dropped);
    nameAndDrop(saved, dropped);
  }

  private void write(SavedProgress saved, Session session) throws IOException {
    CheckpointWriter.write(saved, policy.trainedWith(), session, this::metaGraph);
  }

  private List<SavedProgress> aboveLimit(boolean endsEpoch, int limit) {
    List<SavedProgress> all = kept.stream().filter(one -> one.endsEpoch() == endsEpoch).toList();
    return all.subList(0, Math.max(0, all.size() - limit));
  }

  /** Names all that stay, the newest last, before the others are deleted. */
  private void nameAndDrop(SavedProgress last, List<SavedProgress> dropped) throws IOException {
    List<String> names = new ArrayList<>(kept.stream().map(SavedProgress::name).toList());
    if (last.isFinal()) {
      names.add(last.name());
    }
    new CheckpointState(last.name(), names).write(folder);
    newest = last;
    for (SavedProgress old : dropped) {
      CheckpointFiles.delete(old.path());
    }
  }

  private byte[] metaGraph() throws IOException {
    if (metaGraph == null) {
      // Only now: the saver is added to the graph by its first save.
      metaGraph = MetaGraphs.toBytes(MetaGraphs.ofCheckpoint(net, policy.maxToKeep()));
    }
    return metaGraph;
  }
}
