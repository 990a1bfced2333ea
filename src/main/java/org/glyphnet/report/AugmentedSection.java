package org.glyphnet.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.augmentation.Augmentation;
import org.glyphnet.data.augmentation.Augmenter;

/**
 * What the training steps saw of some training images: as they are, and as the first epochs had
 * them.
 *
 * @param changes in words, as they are typed
 */
record AugmentedSection(String changes, List<Row> rows) {
  private static final int IMAGES = 6;
  private static final int EPOCHS = 7;

  /** One image. */
  record Row(String title, String note, List<Picture> pictures) {}

  /** One version of it. */
  record Picture(String uri, String alt) {}

  /**
   * Changes the first training images as training did: the amounts are a function of seed, epoch
   * and image.
   *
   * @param seed of the run
   */
  static AugmentedSection of(
      ImageDataset dataset, int[] train, Augmentation augmentation, long seed) {
    Augmenter augmenter = new Augmenter(augmentation, dataset.shape(), seed);
    return new AugmentedSection(
        augmentation.toString(),
        IntStream.of(train).limit(IMAGES).mapToObj(i -> row(dataset, i, augmenter)).toList());
  }

  private static Row row(ImageDataset dataset, int image, Augmenter augmenter) {
    ImageDataset versions = versions(dataset, image, augmenter);
    String name = PictureTiles.name(dataset, image);
    List<Picture> pictures = new ArrayList<>();
    for (int version = 0; version < versions.count(); version++) {
      pictures.add(
          new Picture(
              PictureTiles.uri(DatasetPicture.of(versions, version)),
              version == 0 ? name : name + " in epoch " + (version - 1)));
    }
    return new Row(dataset.classNames().get(dataset.label(image)), name, pictures);
  }

  /** The image itself, then as each epoch had it. */
  private static ImageDataset versions(ImageDataset dataset, int image, Augmenter augmenter) {
    byte[] bytes = dataset.imageBytes(image);
    byte[] all = new byte[(1 + EPOCHS) * bytes.length];
    System.arraycopy(bytes, 0, all, 0, bytes.length);
    float[] changed = new float[bytes.length];
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      augmenter.apply(bytes, epoch, image, changed, 0);
      for (int i = 0; i < changed.length; i++) {
        all[(1 + epoch) * bytes.length + i] = (byte) Math.round(255 * changed[i]);
      }
    }
    return new ImageDataset(
        dataset.name(),
        dataset.shape(),
        all,
        new int[1 + EPOCHS],
        dataset.classNames(),
        OptionalInt.empty());
  }
}
