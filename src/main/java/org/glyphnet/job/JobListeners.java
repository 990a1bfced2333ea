package org.glyphnet.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.glyphnet.saving.RestoreCheck;
import org.glyphnet.training.Progress;
import org.tensorflow.Session;

/** Several listeners as one: each hears everything, in their order. */
final class JobListeners implements JobListener {
  private final List<JobListener> all;

  JobListeners(List<JobListener> all) {
    this.all = List.copyOf(all);
  }

  @Override
  public void line(String text) {
    all.forEach(one -> one.line(text));
  }

  @Override
  public void progress(String file, long bytes, long total) {
    all.forEach(one -> one.progress(file, bytes, total));
  }

  @Override
  public void dataLoaded(LoadedData data) {
    all.forEach(one -> one.dataLoaded(data));
  }

  @Override
  public void begun(Begun run) throws IOException {
    for (JobListener one : all) {
      one.begun(run);
    }
  }

  @Override
  public void resumed(Optional<Path> checkpoint, Progress at) {
    all.forEach(one -> one.resumed(checkpoint, at));
  }

  @Override
  public void epochStarted(int epoch, int images) {
    all.forEach(one -> one.epochStarted(epoch, images));
  }

  @Override
  public void stepDone(StepEnd end) throws IOException {
    for (JobListener one : all) {
      one.stepDone(end);
    }
  }

  @Override
  public void batchReported(BatchReport report) {
    all.forEach(one -> one.batchReported(report));
  }

  @Override
  public void evaluationStarted(int images) {
    all.forEach(one -> one.evaluationStarted(images));
  }

  @Override
  public void evaluated(int images, int total) {
    all.forEach(one -> one.evaluated(images, total));
  }

  @Override
  public void epochEnded(EpochEnd end) throws IOException {
    for (JobListener one : all) {
      one.epochEnded(end);
    }
  }

  @Override
  public boolean restoreBest(int epoch, Session session) throws IOException {
    for (JobListener one : all) {
      if (one.restoreBest(epoch, session)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void stopped(Progress progress, Session session) throws IOException {
    for (JobListener one : all) {
      one.stopped(progress, session);
    }
  }

  @Override
  public void trainingEnded() {
    all.forEach(JobListener::trainingEnded);
  }

  @Override
  public void written(Output output, Path path) {
    all.forEach(one -> one.written(output, path));
  }

  @Override
  public void noChart(String reason) {
    all.forEach(one -> one.noChart(reason));
  }

  @Override
  public void restoring(Output from, Path path) {
    all.forEach(one -> one.restoring(from, path));
  }

  @Override
  public void restored(RestoreCheck check) {
    all.forEach(one -> one.restored(check));
  }
}
