package org.glyphnet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.ServerDef;

class ClusterSpecTest {
  @Test
  void isWrittenAsItIsRead() {
    ClusterSpec cluster = ClusterSpec.parse("one:2222, two.example:2223,[::1]:80");

    assertThat(cluster.size()).isEqualTo(3);
    assertThat(cluster.worker(1)).isEqualTo(new WorkerAddress("two.example", 2223));
    assertThat(cluster).hasToString("one:2222,two.example:2223,[::1]:80");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "host", "host:", ":1", "host:0", "host:65536", "host:x", "a:1,", "a:1,a:1"})
  void whatIsNoListOfHostsAndPortsIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ClusterSpec.parse(text));
  }

  @Test
  void findsAWorkersNumber() {
    ClusterSpec cluster = ClusterSpec.parse("a:1,b:2");

    assertThat(cluster.task(WorkerAddress.parse("b:2"))).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cluster.task(WorkerAddress.parse("c:3")))
        .withMessageContaining("c:3 is not in the cluster a:1,b:2");
  }

  @Test
  void tellsTensorFlowEveryTask() {
    ServerDef server = ClusterSpec.parse("a:1,b:2").serverDef(1, ConfigProto.getDefaultInstance());

    assertThat(server.getTaskIndex()).isEqualTo(1);
    assertThat(server.getCluster().getJob(0).getTasksMap()).containsEntry(0, "a:1");
    assertThat(server.getCluster().getJob(0).getTasksMap()).containsEntry(1, "b:2");
  }
}
