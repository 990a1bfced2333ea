package org.glyphnet.serving;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.glyphnet.Internal;

/**
 * What an inference request of the Open Inference Protocol asks for.
 *
 * @param id that the answer bears too
 * @param inputs at least one
 * @param outputs those that are wanted; empty for all
 * @param binary whether outputs that do not say so themselves are sent as binary data
 */
@Internal
public record InferRequest(
    Optional<String> id, List<Input> inputs, List<Output> outputs, boolean binary) {
  /**
   * A tensor.
   *
   * @param name in the model's signature
   * @param shape its dimensions, none below 0
   * @param data its elements row by row in the protocol's binary form: little-endian, a BYTES
   *     element after its length in four bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Input(String name, TensorType type, long[] shape, ByteBuffer data) {}

  /**
   * A wanted tensor.
   *
   * @param binary whether it is to be sent as binary data; empty when that is as for all
   */
  public record Output(String name, Optional<Boolean> binary) {}
}
