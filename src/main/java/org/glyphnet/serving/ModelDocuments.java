package org.glyphnet.serving;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.glyphnet.data.ImageShape;
import org.glyphnet.inference.Predictions;
import org.glyphnet.saving.Signatures;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * The JSON documents about a model and of a picture, as TensorFlow Serving and the page read them.
 */
final class ModelDocuments {
  private ModelDocuments() {}

  /**
   * What the page needs to know.
   *
   * @param names of all models that are served
   */
  static void writeAbout(JsonGenerator json, String name, List<String> names, ModelVersion version)
      throws IOException {
    ImageShape shape = version.classifier().shape();
    json.writeStartObject();
    json.writeStringField("model", name);
    json.writeArrayFieldStart("models");
    for (String one : names) {
      json.writeString(one);
    }
    json.writeEndArray();
    json.writeNumberField("version", version.number());
    json.writeFieldName("shape");
    json.writeArray(new int[] {shape.height(), shape.width(), shape.channels()}, 0, 3);
    json.writeArrayFieldStart("labels");
    for (String label : version.classifier().labels()) {
      json.writeString(label);
    }
    json.writeEndArray();
    json.writeBooleanField("report", version.report().isPresent());
    json.writeBooleanField("explains", version.explainer().isPresent());
    json.writeEndObject();
  }

  /**
   * The prediction for a picture.
   *
   * @param samples what the network saw; null leaves it out
   * @param heat what the decision rests on; null leaves it out
   */
  static void writeImage(
      JsonGenerator json, Predictions answers, List<String> labels, byte[] samples, byte[] heat)
      throws IOException {
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
    if (heat != null) {
      json.writeStringField("heat", Base64.getEncoder().encodeToString(heat));
    }
    json.writeEndObject();
  }

  /** How versions are. */
  static void writeStatus(JsonGenerator json, List<VersionStatus> statuses) throws IOException {
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

  /** Name, version and signature. */
  static void writeMetadata(JsonGenerator json, String name, long version, SignatureDef signature)
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
