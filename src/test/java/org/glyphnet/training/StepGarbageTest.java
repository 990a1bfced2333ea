package org.glyphnet.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.IntStream;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.network.ConvNet;
import org.junit.jupiter.api.Test;
import org.tensorflow.Session;

class StepGarbageTest {
  private static final int STEPS = 50;
  private static final int BATCH = 64;

  /** A run's runner, its lists and its result; a batch's pixels alone would be 16 kB here. */
  private static final long A_FEW_KILOBYTES = 8_000;

  @Test
  void stepAllocatesNoMoreThanAFewKilobytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    ImageDataset dataset = Fixtures.bars(STEPS * BATCH);
    int[] order = IntStream.range(0, dataset.count()).toArray();
    try (ConvNet net = Fixtures.net(1);
        Session session = new Session(net.graph(), Fixtures.SETTINGS.toConfig());
        BatchFeed feed = new BatchFeed(dataset, order, from -> from + BATCH);
        TrainingStep step = new TrainingStep(session)) {
      session.initialize();
      // The first two fill the two pairs of tensors that serve all batches.
      step.take(feed.next());
      step.take(feed.next());
      long before = allocated(threads);
      while (feed.hasNext()) {
        step.take(feed.next());
      }
      assertThat((allocated(threads) - before) / (STEPS - 2)).isLessThan(A_FEW_KILOBYTES);
    }
  }

  /** Bytes that this thread and the one that fills batches have allocated. */
  private static long allocated(ThreadMXBean threads) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread == Thread.currentThread() || thread.getName().equals("batch-feed"))
        .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getId()))
        .sum();
  }
}
