package org.glyphnet.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.glyphnet.runs.ClusterCsv;
import org.junit.jupiter.api.Test;

class ClusterTextTest {
  @Test
  void everyWorkersShareAndBytesAreTold() {
    assertThat(
            ClusterText.of(
                List.of(
                    new ClusterCsv.Line(0, "host1:2222", 0.91, 4_800_000, 0.2134),
                    new ClusterCsv.Line(1, "host2:2222", 0.88, 4_000_000, 0.2134))))
        .isEqualTo(
            "A step that was measured took 0.213 s on a cluster of 2: worker 0 (host1:2222)"
                + " computed in 91% of it and sent 4.80 MB, worker 1 (host2:2222) computed in 88%"
                + " of it and sent 4.00 MB; 8.80 MB sent in all.");
  }

  @Test
  void aRunOnOneMachineSaysNothing() {
    assertThat(ClusterText.of(List.of())).isNull();
  }
}
