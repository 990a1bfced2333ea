package org.glyphnet.serving;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.glyphnet.inference.Predictions;
import org.glyphnet.saving.Signatures;

/**
 * Answers of {@code :predict} in TensorFlow Serving's row and column formats. A float is written
 * with as many digits as give back the same float.
 */
final class PredictReply {
  private PredictReply() {}

  /** {@code {"predictions": [{"scores": [..], "probabilities": [..], "prediction": n}, ..]}}. */
  static Reply rows(Predictions answers) {
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("predictions");
          for (int image = 0; image < answers.images(); image++) {
            json.writeStartObject();
            row(json, answers, image);
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /**
   * {@code {"outputs": {"scores": [[..], ..], "probabilities": [[..], ..], "prediction": [..]}}}.
   */
  static Reply columns(Predictions answers) {
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("outputs");
          json.writeArrayFieldStart(Signatures.SCORES);
          for (int image = 0; image < answers.images(); image++) {
            scores(json, answers, image);
          }
          json.writeEndArray();
          json.writeArrayFieldStart(Signatures.PROBABILITIES);
          for (int image = 0; image < answers.images(); image++) {
            probabilities(json, answers, image);
          }
          json.writeEndArray();
          json.writeArrayFieldStart(Signatures.PREDICTION);
          for (int image = 0; image < answers.images(); image++) {
            json.writeNumber(answers.prediction(image));
          }
          json.writeEndArray();
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  /** The fields of one row. */
  static void row(JsonGenerator json, Predictions answers, int image) throws IOException {
    json.writeFieldName(Signatures.SCORES);
    scores(json, answers, image);
    json.writeFieldName(Signatures.PROBABILITIES);
    probabilities(json, answers, image);
    json.writeNumberField(Signatures.PREDICTION, answers.prediction(image));
  }

  private static void scores(JsonGenerator json, Predictions answers, int image)
      throws IOException {
    json.writeStartArray();
    for (int number = 0; number < answers.classes(); number++) {
      json.writeNumber(answers.score(image, number));
    }
    json.writeEndArray();
  }

  private static void probabilities(JsonGenerator json, Predictions answers, int image)
      throws IOException {
    json.writeStartArray();
    for (int number = 0; number < answers.classes(); number++) {
      json.writeNumber(answers.probability(image, number));
    }
    json.writeEndArray();
  }
}
