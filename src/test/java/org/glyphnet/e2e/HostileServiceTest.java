package org.glyphnet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A taste of {@code scripts/torture service}. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no pipes in its file system")
class HostileServiceTest {
  @TempDir Path folder;

  @Test
  void whateverStrangersSendSoundRequestsAreAnsweredInTime() throws Exception {
    try (HostileService service = HostileService.start(folder, 16)) {
      assertThat(service.round(new HostileService.Load(150, 150, 6))).isEmpty();
      assertThat(service.sound()).isPositive();
    }
  }
}
