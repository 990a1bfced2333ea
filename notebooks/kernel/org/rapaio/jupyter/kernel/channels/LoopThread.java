package org.rapaio.jupyter.kernel.channels;

import java.lang.System.Logger.Level;

/**
 * Stands in for the class of this name in rapaio-jupyter-kernel 3.0.1, ahead of it on the class path.
 *
 * <p>Two races at the kernel's start end the thread that answers Jupyter, which then gives up after a minute with "Kernel
 * didn't respond". The kernel's own class starts its thread first and only then sets the flag that the thread's loop asks
 * for: about one start in ten finds it unset. And a channel begins to listen before the kernel has set its handlers: on a
 * busy machine a message comes in between, and the thread dies of a NullPointerException (2 of 12 starts seen). Here the
 * flag is set from the beginning, and a failure costs one message, not the thread; Jupyter asks again after a second.
 * Written anew after the behaviour; needed until the kernel has it right.
 */
public final class LoopThread extends Thread {
  private final long pauseMillis;
  private final Runnable body;
  private volatile boolean wanted = true;

  public LoopThread(String name, long pauseMillis, Runnable body) {
    super(name);
    this.pauseMillis = pauseMillis;
    this.body = body;
  }

  @Override
  public void run() {
    try {
      while (wanted) {
        once();
        Thread.sleep(pauseMillis);
      }
    } catch (InterruptedException e) {
      wanted = false; // asked to end: the thread does
    }
  }

  private void once() {
    try {
      body.run();
    } catch (RuntimeException e) {
      System.getLogger(LoopThread.class.getName()).log(Level.WARNING, getName() + " goes on after", e);
    }
  }

  public void shutdown() {
    wanted = false;
  }
}
