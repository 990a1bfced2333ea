package org.glyphnet.serving;

import com.fasterxml.jackson.core.JsonGenerator;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.pictures.ImageFile;
import org.glyphnet.inference.Answers;
import org.glyphnet.inference.Classifier;
import org.glyphnet.inference.Preparation;
import org.glyphnet.saving.Signatures;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * What can be asked about a model and of it: TensorFlow Serving's status, metadata and predict, and
 * {@code :image}, which takes a picture as it is. Knows no HTTP but statuses.
 */
final class ModelApi {
  private final String name;
  private final ModelVersions versions;

  ModelApi(String name, ModelVersions versions) {
    this.name = name;
    this.versions = versions;
  }

  /** Status of one version or all. */
  Reply status(ModelPath path) {
    List<VersionStatus> found = isThis(path) ? versions.status(path.version()) : List.of();
    if (found.isEmpty()) {
      throw new Refusal(
          Refusal.NOT_FOUND,
          path.version().isPresent() && isThis(path)
              ? "Could not find version " + path.version().getAsLong() + " of model " + name
              : "Could not find any versions of model " + path.model());
    }
    return Reply.json(json -> writeStatus(json, found));
  }

  /** Name, version and signatures. */
  Reply metadata(ModelPath path) {
    ModelVersion version = use(path);
    try {
      return Reply.json(
          json -> writeMetadata(json, version.number(), version.classifier().graph().signature()));
    } finally {
      version.release();
    }
  }

  /** Answers a {@code :predict} request. */
  CompletableFuture<Reply> predict(ModelPath path, byte[] body) {
    return on(
        path,
        (version, shape) -> {
          PredictRequest request =
              PlainRequestReader.read(body, shape)
                  .orElseGet(() -> PredictRequestParser.parse(body, shape));
          checkSignature(request.signature());
          return version
              .submit(request.pixels(), request.images())
              .thenApply(ModelApi::finite)
              .thenApply(
                  answers ->
                      request.columns()
                          ? PredictReply.columns(answers)
                          : PredictReply.rows(answers));
        });
  }

  /**
   * Answers a picture.
   *
   * @param body content of a PNG, JPEG, GIF or BMP file
   * @param preparation {@code none}, {@code mnist}, or {@code auto}: see {@link Classifier#samples}
   * @param withPixels whether the answer shows what the network saw: {@code pixels}, base64 of one
   *     byte a sample, {@code [height, width, channels]}
   */
  CompletableFuture<Reply> image(
      ModelPath path, byte[] body, String preparation, boolean withPixels) {
    return on(
        path,
        (version, shape) -> {
          byte[] samples = samples(body, preparation, version.classifier());
          List<String> labels = version.classifier().labels();
          return version
              .submit(Classifier.scaled(samples), 1)
              .thenApply(
                  answers ->
                      Reply.json(
                          json -> writeImage(json, answers, labels, withPixels ? samples : null)));
        });
  }

  /** Methods that the API has for models without them. */
  Refusal wrongSignature(String verb) {
    return Refusal.badRequest(
        "Expected %s signature method_name to be tensorflow/serving/%s. Was:"
            + " tensorflow/serving/predict",
        verb.equals("classify") ? "classification" : "regression", verb);
  }

  /** What the page needs to know. */
  Reply about(boolean hasReport) {
    ModelVersion version = versions.use(OptionalLong.empty());
    try {
      ImageShape shape = version.classifier().shape();
      return Reply.json(
          json -> {
            json.writeStartObject();
            json.writeStringField("model", name);
            json.writeNumberField("version", version.number());
            json.writeFieldName("shape");
            json.writeArray(new int[] {shape.height(), shape.width(), shape.channels()}, 0, 3);
            json.writeArrayFieldStart("labels");
            for (String label : version.classifier().labels()) {
              json.writeString(label);
            }
            json.writeEndArray();
            json.writeBooleanField("report", hasReport);
            json.writeEndObject();
          });
    } finally {
      version.release();
    }
  }

  /** Keeps the version open until the answer is there. */
  private CompletableFuture<Reply> on(
      ModelPath path, BiFunction<ModelVersion, ImageShape, CompletableFuture<Reply>> work) {
    ModelVersion version = use(path);
    CompletableFuture<Reply> answer;
    try {
      answer = work.apply(version, version.classifier().shape());
    } catch (RuntimeException | Error e) {
      version.release();
      throw e;
    }
    return answer.whenComplete((reply, failure) -> version.release());
  }

  private ModelVersion use(ModelPath path) {
    if (!isThis(path)) {
      throw new Refusal(
          Refusal.NOT_FOUND,
          "Servable not found for request: "
              + (path.version().isPresent()
                  ? "Specific(" + path.model() + ", " + path.version().getAsLong() + ")"
                  : "Latest(" + path.model() + ")"));
    }
    return versions.use(path.version());
  }

  private boolean isThis(ModelPath path) {
    return path.model().equals(name);
  }

  private static void checkSignature(String signature) {
    if (!signature.isEmpty() && !signature.equals(Signatures.SERVING_DEFAULT)) {
      throw Refusal.badRequest(
          "Serving signature name: \"%s\" not found in signature def", signature);
    }
  }

  /** Pixels far outside [0, 1] can overflow on their way through the network. */
  private static Answers finite(Answers answers) {
    for (int image = 0; image < answers.images(); image++) {
      if (!answers.isFinite(image)) {
        throw Refusal.badRequest(
            "Element %d gives no finite scores; pixels are expected in [0, 1]", image);
      }
    }
    return answers;
  }

  private static byte[] samples(byte[] body, String preparation, Classifier classifier) {
    try {
      BufferedImage picture = ImageFile.decode(body, "body", PredictRequestParser.MOST_PIXELS);
      return switch (preparation) {
        case "auto" -> classifier.samples(picture);
        case "none" -> Preparation.NONE.samples(picture, classifier.shape());
        case "mnist" -> Preparation.MNIST.samples(picture, classifier.shape());
        default ->
            throw Refusal.badRequest(
                "preparation '%s' is not known; it is auto, none or mnist", preparation);
      };
    } catch (DataException e) {
      throw Refusal.badRequest("%s", e.getMessage());
    }
  }

  private static void writeImage(
      JsonGenerator json, Answers answers, List<String> labels, byte[] samples) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("predictions");
    json.writeStartObject();
    PredictReply.row(json, answers, 0);
    json.writeStringField("label", labels.get((int) answers.prediction(0)));
    json.writeEndObject();
    json.writeEndArray();
    if (samples != null) {
      json.writeStringField("pixels", Base64.getEncoder().encodeToString(samples));
    }
    json.writeEndObject();
  }

  private static void writeStatus(JsonGenerator json, List<VersionStatus> statuses)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("model_version_status");
    for (VersionStatus status : statuses) {
      json.writeStartObject();
      json.writeStringField("version", Long.toString(status.version()));
      json.writeStringField("state", status.state().name());
      json.writeObjectFieldStart("status");
      json.writeStringField("error_code", status.errorCode());
      json.writeStringField("error_message", status.errorMessage());
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeMetadata(JsonGenerator json, long version, SignatureDef signature)
      throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("model_spec");
    json.writeStringField("name", name);
    json.writeStringField("signature_name", "");
    json.writeStringField("version", Long.toString(version));
    json.writeEndObject();
    json.writeObjectFieldStart("metadata");
    json.writeObjectFieldStart("signature_def");
    json.writeObjectFieldStart("signature_def");
    json.writeObjectFieldStart(Signatures.SERVING_DEFAULT);
    writeTensors(json, "inputs", signature.getInputsMap());
    writeTensors(json, "outputs", signature.getOutputsMap());
    json.writeStringField("method_name", signature.getMethodName());
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeTensors(JsonGenerator json, String what, Map<String, TensorInfo> tensors)
      throws IOException {
    json.writeObjectFieldStart(what);
    for (Map.Entry<String, TensorInfo> entry : new TreeMap<>(tensors).entrySet()) {
      TensorInfo tensor = entry.getValue();
      json.writeObjectFieldStart(entry.getKey());
      json.writeStringField("dtype", tensor.getDtype().name());
      json.writeObjectFieldStart("tensor_shape");
      json.writeArrayFieldStart("dim");
      for (TensorShapeProto.Dim dimension : tensor.getTensorShape().getDimList()) {
        json.writeStartObject();
        json.writeStringField("size", Long.toString(dimension.getSize()));
        json.writeStringField("name", dimension.getName());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeBooleanField("unknown_rank", tensor.getTensorShape().getUnknownRank());
      json.writeEndObject();
      json.writeStringField("name", tensor.getName());
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
