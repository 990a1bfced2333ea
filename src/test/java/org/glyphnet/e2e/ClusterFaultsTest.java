package org.glyphnet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One of each kind, with a client in this process; {@code scripts/torture cluster} tries twenty
 * with programs as they are started.
 */
@EnabledOnOs(OS.LINUX) // signals by name
@Timeout(180)
class ClusterFaultsTest {
  @TempDir static Path folder;
  private static ClusterFaults faults;

  @BeforeAll
  static void startWorker() throws IOException {
    faults = ClusterFaults.ofClientHere(folder, 1);
  }

  @AfterAll
  static void killAll() throws IOException {
    if (faults != null) {
      faults.close();
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LINK_DOWN", "RESTART"})
  void endsInTheUndisturbedRunsBitsOrInTheOneLine(ClusterFaults.Fault fault)
      throws IOException, InterruptedException {
    assertThat(faults.run(fault, "run-" + fault)).isEmpty();
  }
}
