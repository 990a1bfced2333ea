package org.glyphnet.serving;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.glyphnet.Internal;
import org.glyphnet.inference.Predictions;
import org.glyphnet.saving.Signatures;

/**
 * What a model answers to an {@link InferRequest}.
 *
 * @param model name of the model
 * @param version number of the version that answered
 * @param id the request's
 * @param outputs those that were wanted, in that order
 */
@Internal
public record InferAnswer(String model, long version, Optional<String> id, List<Output> outputs) {
  private static final List<String> ALL =
      List.of(Signatures.SCORES, Signatures.PROBABILITIES, Signatures.PREDICTION);

  /**
   * A tensor.
   *
   * @param name in the model's signature
   * @param shape its dimensions
   * @param data its elements row by row, little-endian; to be read from its position on
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Output(String name, TensorType type, long[] shape, ByteBuffer data) {
    /** The elements; each caller has a position of its own. */
    public ByteBuffer elements() {
      return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /**
   * Checks which outputs are wanted.
   *
   * @throws Refusal with status 400 for one that the model has not, or that is named twice
   */
  static void check(InferRequest request) {
    Set<String> named = new HashSet<>();
    for (InferRequest.Output output : request.outputs()) {
      if (!ALL.contains(output.name())) {
        throw Refusal.badRequest(
            "output '%s' is not known; the model has %s", output.name(), String.join(", ", ALL));
      }
      if (!named.add(output.name())) {
        throw Refusal.badRequest("output '%s' is named twice", output.name());
      }
    }
  }

  /** The answer to a request that was checked. */
  static InferAnswer of(String model, long version, InferRequest request, Predictions answers) {
    List<String> names =
        request.outputs().isEmpty()
            ? ALL
            : request.outputs().stream().map(InferRequest.Output::name).toList();
    return new InferAnswer(
        model, version, request.id(), names.stream().map(name -> output(name, answers)).toList());
  }

  private static Output output(String name, Predictions answers) {
    return switch (name) {
      case Signatures.SCORES ->
          floats(name, answers, image -> number -> answers.score(image, number));
      case Signatures.PROBABILITIES ->
          floats(name, answers, image -> number -> answers.probability(image, number));
      default -> classes(name, answers);
    };
  }

  /** One image's values by class. */
  private interface Row {
    float at(int number);
  }

  private static Output floats(String name, Predictions answers, IntFunction<Row> rows) {
    int images = answers.images();
    int classes = answers.classes();
    ByteBuffer data = buffer(images * classes * Float.BYTES);
    for (int image = 0; image < images; image++) {
      Row row = rows.apply(image);
      for (int number = 0; number < classes; number++) {
        data.putFloat(row.at(number));
      }
    }
    return new Output(name, TensorType.FP32, new long[] {images, classes}, data.flip());
  }

  private static Output classes(String name, Predictions answers) {
    ByteBuffer data = buffer(answers.images() * Long.BYTES);
    for (int image = 0; image < answers.images(); image++) {
      data.putLong(answers.prediction(image));
    }
    return new Output(name, TensorType.INT64, new long[] {answers.images()}, data.flip());
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
