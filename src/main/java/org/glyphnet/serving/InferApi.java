package org.glyphnet.serving;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.glyphnet.data.ImageShape;
import org.glyphnet.inference.Predictions;
import org.glyphnet.saving.Signatures;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * The Open Inference Protocol (KServe V2) with its binary tensor extension. Its images run in the
 * same batches as those of TensorFlow Serving's API.
 */
final class InferApi {
  private static final String EXTENSION = "binary_tensor_data";

  private final ModelApi models;
  private final int maxImages;

  /**
   * @param models finds the model
   * @param maxImages that a request may have
   */
  InferApi(ModelApi models, int maxImages) {
    this.models = models;
    this.maxImages = maxImages;
  }

  /** What the server is. */
  Reply server() {
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("name", ServerIdentity.NAME);
          json.writeStringField("version", ServerIdentity.version());
          json.writeArrayFieldStart("extensions");
          json.writeString(EXTENSION);
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** That it runs. */
  Reply live() {
    return Reply.json(json -> flag(json, "live", true));
  }

  /** Whether the model can be asked; status 503 when it cannot. */
  Reply ready() {
    boolean ready = models.isReady();
    return Reply.json(
        ready ? Reply.OK : Refusal.SERVICE_UNAVAILABLE,
        Map.of(),
        // The specification calls it live, its OpenAPI file and most servers ready.
        json -> {
          json.writeStartObject();
          json.writeBooleanField("live", true);
          json.writeBooleanField("ready", ready);
          json.writeEndObject();
        });
  }

  /** Whether a version can be asked: it can, or it is not found. */
  Reply ready(ModelPath path) {
    models.use(path).release();
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("name", path.model());
          json.writeBooleanField("ready", true);
          json.writeEndObject();
        });
  }

  /** A version's inputs and outputs. */
  Reply metadata(ModelPath path) {
    ModelVersion version = models.use(path);
    try {
      SignatureDef signature = version.classifier().graph().signature();
      return Reply.json(
          json -> {
            json.writeStartObject();
            json.writeStringField("name", path.model());
            json.writeArrayFieldStart("versions");
            for (long number : models.versions(path)) {
              json.writeString(Long.toString(number));
            }
            json.writeEndArray();
            json.writeStringField("platform", ServerIdentity.PLATFORM);
            tensors(json, "inputs", signature.getInputsMap());
            tensors(json, "outputs", signature.getOutputsMap());
            json.writeEndObject();
          });
    } finally {
      version.release();
    }
  }

  /**
   * Answers an inference request.
   *
   * @param header value of {@code Inference-Header-Content-Length}; null without
   */
  CompletableFuture<Reply> infer(ModelPath path, byte[] body, String header) {
    return models.on(
        path,
        (version, shape) -> {
          InferRequest request = InferRequestParser.parse(body, header);
          return infer(path, version, shape, request)
              .thenApply(answer -> InferReply.of(request, answer));
        });
  }

  /**
   * Answers an inference request that was read. Who cancels what it returns takes the images out of
   * the queue, where they still wait.
   *
   * @param signature empty for the default
   */
  CompletableFuture<InferAnswer> infer(ModelPath path, String signature, InferRequest request) {
    return models.on(
        path,
        (version, shape) -> {
          ModelApi.checkSignature(signature);
          return infer(path, version, shape, request);
        });
  }

  private CompletableFuture<InferAnswer> infer(
      ModelPath path, ModelVersion version, ImageShape shape, InferRequest request) {
    InferAnswer.check(request);
    InferRequest.Input input = image(request, shape);
    CompletableFuture<Predictions> predicted =
        version.submit(pixels(input), (int) input.shape()[0]);
    return Cancellation.passedOn(
        predicted
            .thenApply(ModelApi::finite)
            .thenApply(answers -> InferAnswer.of(path.model(), version.number(), request, answers)),
        predicted);
  }

  private InferRequest.Input image(InferRequest request, ImageShape shape) {
    InferRequest.Input input = request.inputs().get(0);
    if (request.inputs().size() != 1 || !input.name().equals(Signatures.IMAGE)) {
      throw Refusal.badRequest(
          "the model has one input, '%s', found %s",
          Signatures.IMAGE, request.inputs().stream().map(InferRequest.Input::name).toList());
    }
    if (input.type() != TensorType.FP32) {
      throw Refusal.badRequest(
          "input '%s' is of datatype FP32, found %s", input.name(), input.type());
    }
    long[] sizes = input.shape();
    boolean fits =
        sizes.length == 4
            && sizes[0] >= 1
            && sizes[1] == shape.height()
            && sizes[2] == shape.width()
            && sizes[3] == shape.channels();
    if (!fits) {
      throw Refusal.badRequest(
          "input '%s' is of shape [-1, %d, %d, %d], found %s",
          input.name(), shape.height(), shape.width(), shape.channels(), Arrays.toString(sizes));
    }
    if (sizes[0] > maxImages) {
      throw new Refusal(
          Refusal.CONTENT_TOO_LARGE,
          String.format(
              Locale.ROOT,
              "The request has %,d images; at most %,d are taken at once",
              sizes[0],
              maxImages));
    }
    return input;
  }

  private static float[] pixels(InferRequest.Input input) {
    FloatBuffer numbers = input.data().asFloatBuffer();
    float[] pixels = new float[numbers.remaining()];
    numbers.get(pixels);
    for (int i = 0; i < pixels.length; i++) {
      if (!Float.isFinite(pixels[i])) {
        throw Refusal.badRequest(
            "input '%s': element %d is no FP32 that is finite", input.name(), i);
      }
    }
    return pixels;
  }

  private static void flag(JsonGenerator json, String name, boolean value) throws IOException {
    json.writeStartObject();
    json.writeBooleanField(name, value);
    json.writeEndObject();
  }

  private static void tensors(JsonGenerator json, String what, Map<String, TensorInfo> tensors)
      throws IOException {
    json.writeArrayFieldStart(what);
    for (Map.Entry<String, TensorInfo> entry : new TreeMap<>(tensors).entrySet()) {
      TensorInfo tensor = entry.getValue();
      json.writeStartObject();
      json.writeStringField("name", entry.getKey());
      json.writeStringField("datatype", TensorType.nameOf(tensor.getDtype()));
      json.writeArrayFieldStart("shape");
      for (TensorShapeProto.Dim dimension : tensor.getTensorShape().getDimList()) {
        json.writeNumber(dimension.getSize());
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
