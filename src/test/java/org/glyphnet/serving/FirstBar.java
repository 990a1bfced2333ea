package org.glyphnet.serving;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * The scores of the first image of {@link TinyModel#BARS}, as a model gives and a service sends.
 */
final class FirstBar {
  private FirstBar() {}

  /** In the training graph. */
  static List<Float> expected(TinyModel model) {
    List<Float> scores = new ArrayList<>();
    for (float score : model.trainingScores(List.of(TinyModel.image(0)))) {
      scores.add(score);
    }
    return scores;
  }

  /**
   * From a service.
   *
   * @param path of the model or one of its versions, such as {@code /v1/models/bars/labels/stable}
   */
  static List<Float> scores(Client client, String path) throws Exception {
    List<List<List<Float>>> rows = new ArrayList<>();
    float[] pixels = TinyModel.image(0);
    for (int row = 0; row < 8; row++) {
      List<List<Float>> samples = new ArrayList<>();
      for (int column = 0; column < 8; column++) {
        samples.add(List.of(pixels[8 * row + column]));
      }
      rows.add(samples);
    }
    List<Float> scores = new ArrayList<>();
    new ObjectMapper()
        .readTree(client.post(path + ":predict", "{\"instances\":[" + rows + "]}").body())
        .at("/predictions/0/scores")
        .forEach(score -> scores.add((float) score.asDouble()));
    return scores;
  }
}
