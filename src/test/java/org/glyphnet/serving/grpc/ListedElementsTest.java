package org.glyphnet.serving.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import java.util.List;
import org.glyphnet.serving.Refusal;
import org.glyphnet.serving.TensorType;
import org.junit.jupiter.api.Test;

class ListedElementsTest {
  @Test
  void theLastNumberStandsForAllThatAreMissingWhereTheProtocolSaysSo() {
    var numbers = new ListedElements("x", TensorType.FP32, 3, true).floats(List.of(1f, 2f));

    assertThat(numbers.getFloat()).isEqualTo(1);
    assertThat(numbers.getFloat()).isEqualTo(2);
    assertThat(numbers.getFloat()).isEqualTo(2);
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(
            () -> new ListedElements("x", TensorType.FP32, 3, false).floats(List.of(1f, 2f)))
        .withMessageContaining("2 values, its shape takes 3");
  }

  /** 10 MB for each of 200 elements would be 2 GB of a message that is within the limit. */
  @Test
  void aTextStandsForNoOther() {
    ListedElements texts = new ListedElements("x", TensorType.BYTES, 200, true);

    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> texts.texts(List.of(ByteString.copyFrom(new byte[10_000_000]))))
        .withMessageContaining("1 values, its shape takes 200");
  }
}
