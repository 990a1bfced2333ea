package org.glyphnet.report;

import java.util.List;

/**
 * What a network confuses: the confusion matrix, each class in numbers, and the mistakes that it
 * was surest of.
 *
 * @param tested number of test images
 * @param count number of mistakes
 * @param names of the classes, in label order
 */
record MistakesSection(
    String tested,
    String count,
    List<String> names,
    ConfusionTable confusion,
    List<PictureTiles.Tile> tiles) {
  static MistakesSection of(Findings findings) {
    List<String> names = findings.dataset().classNames();
    return new MistakesSection(
        Shown.count(findings.tested()),
        Shown.count(findings.mistakes().size()),
        names,
        ConfusionTable.of(findings.confusion(), names),
        PictureTiles.mistakes(findings.mistakes(), findings.dataset()));
  }
}
