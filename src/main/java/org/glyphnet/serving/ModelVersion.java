package org.glyphnet.serving;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.glyphnet.data.DataException;
import org.glyphnet.explanation.Explainer;
import org.glyphnet.inference.Classifier;
import org.glyphnet.inference.Predictions;

/**
 * One loaded version of a model and its queue. It is closed when it was retired and nobody uses it
 * any more.
 */
final class ModelVersion {
  private final long number;
  private final Optional<Path> report;
  private final Classifier classifier;
  private final Batcher batcher;
  private int users;
  private boolean retired;

  /** Its own lock: making the explainer takes a while, and requests begin and end meanwhile. */
  private final Object explaining = new Object();

  /** Made when it is first asked for: few clients do. */
  private Optional<Explainer> explainer;

  /**
   * @param report the page about the run that made it
   */
  ModelVersion(long number, Optional<Path> report, Classifier classifier, Batcher batcher) {
    this.number = number;
    this.report = report;
    this.classifier = classifier;
    this.batcher = batcher;
  }

  long number() {
    return number;
  }

  /** The page about the run that made it. */
  Optional<Path> report() {
    return report;
  }

  Classifier classifier() {
    return classifier;
  }

  /** What shows on which places its decisions rest; empty for a network of somebody else's. */
  Optional<Explainer> explainer() {
    synchronized (explaining) {
      if (explainer == null) {
        try {
          explainer = Optional.of(Explainer.of(classifier));
        } catch (DataException e) {
          explainer = Optional.empty();
        }
      }
      return explainer;
    }
  }

  /** See {@link Batcher#submit}. */
  CompletableFuture<Predictions> submit(float[] pixels, int images) {
    return batcher.submit(pixels, images);
  }

  int imagesWaiting() {
    return batcher.imagesWaiting();
  }

  /** Keeps it open until {@link #release}; false when it was retired. */
  synchronized boolean use() {
    if (retired) {
      return false;
    }
    users++;
    return true;
  }

  /** Ends one use. */
  void release() {
    boolean last;
    synchronized (this) {
      users--;
      last = retired && users == 0;
    }
    if (last) {
      classifier.close();
    }
  }

  /** Takes no more users; closes now or with the last of them. */
  void retire() {
    boolean unused;
    synchronized (this) {
      unused = !retired && users == 0;
      retired = true;
    }
    if (unused) {
      classifier.close();
    }
  }

  /** Whether it was retired and its last user has gone. */
  synchronized boolean isGone() {
    return retired && users == 0;
  }
}
