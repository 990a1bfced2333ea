package org.glyphnet.report;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.explanation.Explanation;
import org.tensorflow.Session;

/**
 * What decisions rest on: heat maps for the most confident mistakes and for an example of each
 * class that the network gets right.
 */
record ExplanationSection(List<Row> rows) {
  private static final int MISTAKES = 6;
  private static final int CLASSES = 10;

  /** One image, and the heat for the class that it was taken for, by three ways. */
  record Row(
      String title, String note, String image, String layerCam, String gradCam, String occlusion) {}

  static ExplanationSection of(Session session, Predictions test) {
    Explanation explanation = new Explanation(session, test.dataset().shape());
    List<Row> rows = new ArrayList<>();
    for (Predictions.Mistake mistake : test.mistakes().stream().limit(MISTAKES).toList()) {
      rows.add(row(explanation, test.dataset(), mistake.image(), mistake.label(), mistake.guess()));
    }
    int classes = test.dataset().classNames().size();
    for (int label = 0; label < classes && label < CLASSES; label++) {
      int of = label;
      IntStream.range(0, test.images().length)
          .filter(i -> test.right(i) && test.guesses()[i] == of)
          .boxed()
          .max(Comparator.comparingDouble(i -> test.probabilities()[i]))
          .ifPresent(i -> rows.add(row(explanation, test.dataset(), test.images()[i], of, of)));
    }
    return new ExplanationSection(rows);
  }

  private static Row row(
      Explanation explanation, ImageDataset dataset, int image, int label, int guess) {
    List<String> names = dataset.classNames();
    BufferedImage picture = DatasetPicture.of(dataset, image);
    float[] pixels = new float[dataset.shape().size()];
    dataset.copyScaled(image, pixels, 0);
    return new Row(
        label == guess ? names.get(label) : names.get(label) + " \u2192 " + names.get(guess),
        PictureTiles.name(dataset, image),
        PictureTiles.uri(picture),
        PictureTiles.uri(explanation.layerCam(pixels, guess).over(picture)),
        PictureTiles.uri(explanation.gradCam(pixels, guess).over(picture)),
        PictureTiles.uri(explanation.occlusion(pixels, guess).over(picture)));
  }
}
