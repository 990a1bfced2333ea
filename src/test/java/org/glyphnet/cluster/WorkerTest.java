package org.glyphnet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WorkerTest {
  private static final Versions VERSIONS = new Versions("1.0", "2.18.0");
  private static final TimeLimits SHORT =
      new TimeLimits(Duration.ofSeconds(1), Duration.ofSeconds(2));

  @TempDir Path folder;
  private Processes processes;

  @BeforeEach
  void begin() {
    processes = new Processes(folder);
  }

  @AfterEach
  void killAll() throws IOException {
    processes.close();
  }

  @Test
  void aClientMeetsItAndItEndsWhenNoClientIsHeardAnyMore() throws Exception {
    ClusterSpec spec = Processes.places(2);
    Process worker = processes.worker(spec, 1, VERSIONS, 4);
    List<String> notices = new ArrayList<>();
    try (Cluster cluster = Cluster.start(spec, 1, VERSIONS, SHORT)) {
      cluster.awaitWorkers(notices::add, () -> false);
      assertThat(worker.waitFor(6, TimeUnit.SECONDS)).as("its client is there").isFalse();
    }
    assertThat(worker.waitFor(20, TimeUnit.SECONDS)).as("its client is gone").isTrue();
    assertThat(worker.exitValue()).isZero();
    assertThat(notices).isEmpty();
  }

  @Test
  void aWorkerOfAnotherVersionIsRefusedAndBothAreNamed() throws Exception {
    ClusterSpec spec = Processes.places(2);
    processes.worker(spec, 1, new Versions("0.9", "2.16.2"), 60);
    try (Cluster cluster = Cluster.start(spec, 1, VERSIONS, SHORT)) {
      assertThatExceptionOfType(WorkerRefusedException.class)
          .isThrownBy(() -> cluster.awaitWorkers(line -> {}, () -> false))
          .withMessageContaining("worker 1 (" + spec.worker(1) + ")")
          .withMessageContaining("glyphnet 0.9 with TensorFlow 2.16.2")
          .withMessageContaining("glyphnet 1.0 with TensorFlow 2.18.0");
    }
  }

  @Test
  void aWorkerOfAnotherClusterIsRefused() throws Exception {
    ClusterSpec spec = Processes.places(3);
    ClusterSpec two = new ClusterSpec(spec.workers().subList(0, 2));
    processes.worker(two, 1, VERSIONS, 60);
    try (Cluster cluster = Cluster.start(spec, 1, VERSIONS, SHORT)) {
      assertThatExceptionOfType(WorkerRefusedException.class)
          .isThrownBy(() -> cluster.awaitWorkers(line -> {}, () -> false))
          .withMessageContaining("was started as worker 1 of " + two)
          .withMessageContaining(spec.toString());
    }
  }

  @Test
  void aWorkerThatDoesNotComeIsNamedAfterTheTimeLimit() throws Exception {
    ClusterSpec spec = Processes.places(2);
    List<String> notices = new ArrayList<>();
    try (Cluster cluster = Cluster.start(spec, 1, VERSIONS, SHORT)) {
      assertThatExceptionOfType(WorkerLostException.class)
          .isThrownBy(() -> cluster.awaitWorkers(notices::add, () -> false))
          .withMessageContaining("worker 1 (" + spec.worker(1) + ") cannot be reached")
          .withMessageContaining("start it again as " + spec.worker(1) + " of the cluster " + spec);
    }
    assertThat(notices).hasSize(1);
    assertThat(notices.get(0)).startsWith("Waits for worker 1");
  }

  @Test
  void aFrozenWorkerIsWaitedForNoLongerThanTheTimeLimit() throws Exception {
    ClusterSpec spec = Processes.places(2);
    Process worker = processes.worker(spec, 1, VERSIONS, 60);
    Processes.signal(worker, "STOP");
    try (Cluster cluster = Cluster.start(spec, 1, VERSIONS, SHORT)) {
      long start = System.nanoTime();
      assertThatExceptionOfType(WorkerLostException.class)
          .isThrownBy(() -> cluster.awaitWorkers(line -> {}, () -> false))
          .withMessageContaining("worker 1 (" + spec.worker(1) + ") does not answer");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      Processes.signal(worker, "CONT");
      cluster.awaitWorkers(line -> {}, () -> false);
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      ClusterSpec spec = ClusterSpec.parse("127.0.0.1:" + taken.getLocalPort());
      assertThatExceptionOfType(ClusterException.class)
          .isThrownBy(() -> Cluster.start(spec, 1, VERSIONS, SHORT))
          .withMessageContaining("port " + taken.getLocalPort() + " is taken");
    }
  }
}
