package org.glyphnet.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.glyphnet.data.DataException;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.ConvSpec;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Padding;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

class SavedNetworkTest {
  @Test
  void blocksThatWereNormalisedBeforeTheirPoolingAreAnotherNetworkAndRefused() {
    NetworkSpec spec = normalised();
    GraphDef graph;
    try (ConvNet net = ConvNet.forServing(spec)) {
      graph = net.graph().toGraphDef();
    }
    assertThat(SavedNetwork.of(graph, "today's").convolutions()).isEqualTo(spec.convolutions());

    GraphDef.Builder early = graph.toBuilder();
    for (NodeDef.Builder node : early.getNodeBuilderList()) {
      if (node.getName().equals("MaxPool_Layer1/MaxPool")) {
        node.setInput(0, "BatchNorm_Layer1");
      }
    }
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> SavedNetwork.of(early.build(), "early"))
        .withMessageContaining("normalised before they are pooled");
  }

  private static NetworkSpec normalised() {
    NetworkSpec book = NetworkSpec.bookText();
    return new NetworkSpec(
        book.input(),
        book.classes(),
        new ConvSpec(
            ConvSpec.pooled(3, List.of(4)), Padding.SAME, true, ConvSpec.FeaturePooling.GLOBAL),
        book.dense(),
        book.activation(),
        book.batchNorm());
  }
}
