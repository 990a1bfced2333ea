package org.rapaio.jupyter.kernel.channels;

/**
 * Stands in for the class of this name in rapaio-jupyter-kernel 3.0.1, ahead of it on the class path.
 *
 * <p>The kernel's own starts its thread first and only then sets the flag that the thread's loop asks for. When the
 * thread is the faster one it finds the flag unset and ends at once: that channel is dead, and Jupyter gives up after a
 * minute with "Kernel didn't respond" - about one start in ten. Here the flag is set from the beginning. Written anew
 * after the behaviour; needed until the kernel has it right.
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
        body.run();
        Thread.sleep(pauseMillis);
      }
    } catch (InterruptedException e) {
      wanted = false; // asked to end: the thread does
    }
  }

  public void shutdown() {
    wanted = false;
  }
}
