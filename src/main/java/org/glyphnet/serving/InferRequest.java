package org.glyphnet.serving;

import java.util.List;
import java.util.Optional;

/**
 * A request of the Open Inference Protocol.
 *
 * @param id that the answer bears too
 * @param pixels {@code [images, height, width, channels]}, row-major
 * @param images how many, at least 1
 * @param outputs that are wanted, in their order; all where none is named
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record InferRequest(Optional<String> id, float[] pixels, int images, List<Output> outputs) {
  /**
   * One wanted output.
   *
   * @param name its key in the signature
   * @param binary whether it is wanted as bytes behind the JSON
   */
  record Output(String name, boolean binary) {}
}
