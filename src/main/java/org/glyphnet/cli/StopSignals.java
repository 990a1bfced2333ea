package org.glyphnet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.glyphnet.job.JobListener;
import org.glyphnet.job.TrainingResult;
import org.jline.utils.Signals;

/**
 * Ctrl-C (SIGINT), SIGTERM and a closed terminal (SIGHUP) as a request to stop: the first is
 * remembered, for the work to end where it can be resumed; the second ends the process at once.
 * Until {@link #close}.
 */
final class StopSignals implements JobListener, BooleanSupplier, AutoCloseable {
  /** Number by name; a process that ends by one has exit code 128 + number. */
  private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

  private final AtomicReference<String> first = new AtomicReference<>();
  private final List<Runnable> undo = new ArrayList<>();
  private final IntConsumer halt;

  /**
   * @param halt ends the process at once with an exit code
   */
  StopSignals(IntConsumer halt) {
    this.halt = halt;
  }

  /** Begins to listen: from now on a run can be stopped and resumed. */
  @Override
  public void begun(Begun run) {
    listen();
  }

  /** Begins to listen. */
  void listen() {
    NUMBERS.keySet().forEach(this::listenTo);
  }

  /** Ends to listen: what is trained is saved, so a signal ends the process as ever. */
  @Override
  public void trainingEnded() {
    close();
  }

  /** What the process ends with after a run was stopped. */
  StoppedException stopped(TrainingResult.Stopped run) {
    String how =
        run.trained()
            ? "the run is trained and saved; check it with: glyphnet verify "
            : "stopped and saved; go on with: glyphnet train --resume ";
    return stopped(how + run.folder().path());
  }

  /** What the process ends with, with words for how to go on. */
  StoppedException stopped(String how) {
    return new StoppedException(name() + ": " + how, exitCode());
  }

  /** Whether there was one. */
  @Override
  public boolean getAsBoolean() {
    return first.get() != null;
  }

  /** What a process that was stopped by it exits with: 129, 130 or 143. */
  int exitCode() {
    return 128 + NUMBERS.get(first.get());
  }

  /** Its name: SIGHUP, SIGINT or SIGTERM. */
  String name() {
    return "SIG" + first.get();
  }

  @Override
  public void close() {
    undo.forEach(Runnable::run);
    undo.clear();
  }

  private void listenTo(String name) {
    Object before =
        Signals.register(
            name,
            () -> {
              if (!first.compareAndSet(null, name)) {
                halt.accept(128 + NUMBERS.get(name));
              }
            });
    if (before != null && before.equals(ignore())) {
      Signals.unregister(name, before); // as nohup and shells set it for the background
    } else {
      undo.add(() -> Signals.unregister(name, before));
    }
  }

  /**
   * What stands for a signal that is ignored; the compiler warns of its name and cannot be told.
   */
  private static Object ignore() {
    try {
      return Class.forName("sun.misc.SignalHandler").getField("SIG_IGN").get(null);
    } catch (ReflectiveOperationException e) {
      return null; // a Java without it has no such signals either
    }
  }
}
