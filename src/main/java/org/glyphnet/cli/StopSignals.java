package org.glyphnet.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.glyphnet.job.JobListener;
import org.glyphnet.job.TrainingResult;

/**
 * Ctrl-C (SIGINT) and SIGTERM as a request to stop: the first is remembered, for the work to end
 * where it can go on later; the second ends the process at once. Until {@link #close}.
 *
 * <p>{@code sun.misc.Signal} is the only way in Java to outlive a first signal. It is called by
 * reflection, because the compiler warns of its name and lets nobody silence that.
 */
final class StopSignals implements JobListener, BooleanSupplier, AutoCloseable {
  private static final String SIGNAL = "sun.misc.Signal";
  private static final String HANDLER = "sun.misc.SignalHandler";

  /** Number by name; a process that ends by one has exit code 128 + number. */
  private static final Map<String, Integer> NUMBERS = Map.of("INT", 2, "TERM", 15);

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

  /** What a process that was stopped by it exits with: 130 or 143. */
  int exitCode() {
    return 128 + NUMBERS.get(first.get());
  }

  /** Its name: SIGINT or SIGTERM. */
  String name() {
    return "SIG" + first.get();
  }

  @Override
  public void close() {
    undo.forEach(Runnable::run);
    undo.clear();
  }

  private void listenTo(String name) {
    Object handler =
        Proxy.newProxyInstance(
            StopSignals.class.getClassLoader(),
            new Class<?>[] {type(HANDLER)},
            (proxy, method, arguments) -> {
              if (method.getName().equals("handle") && !first.compareAndSet(null, name)) {
                halt.accept(128 + NUMBERS.get(name));
              }
              return null;
            });
    Object before = handle(name, handler);
    if (before.equals(ignore())) {
      handle(name, before); // as nohup and shells set it for what runs in the background
    } else {
      undo.add(() -> handle(name, before));
    }
  }

  private static Object handle(String name, Object handler) {
    try {
      Object signal = type(SIGNAL).getConstructor(String.class).newInstance(name);
      return type(SIGNAL)
          .getMethod("handle", type(SIGNAL), type(HANDLER))
          .invoke(null, signal, handler);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("signal " + name + " is in use", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object ignore() {
    try {
      return type(HANDLER).getField("SIG_IGN").get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("this Java has no " + name + " (module jdk.unsupported)", e);
    }
  }
}
