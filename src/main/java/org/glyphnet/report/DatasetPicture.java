package org.glyphnet.report;

import java.awt.image.BufferedImage;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImageShape;

/** An image of a data set as a picture, a pixel a pixel. */
public final class DatasetPicture {
  private DatasetPicture() {}

  /** Grey for one channel, colour for three; of any other number the channels' mean, in grey. */
  public static BufferedImage of(ImageDataset dataset, int image) {
    ImageShape shape = dataset.shape();
    boolean colour = shape.channels() == 3;
    BufferedImage picture =
        new BufferedImage(
            shape.width(),
            shape.height(),
            colour ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        if (colour) {
          int red = dataset.pixel(image, y, x, 0);
          int green = dataset.pixel(image, y, x, 1);
          picture.setRGB(x, y, red << 16 | green << 8 | dataset.pixel(image, y, x, 2));
        } else {
          // Into the raster: setRGB would convert between grey scales.
          picture.getRaster().setSample(x, y, 0, grey(dataset, image, y, x));
        }
      }
    }
    return picture;
  }

  private static int grey(ImageDataset dataset, int image, int y, int x) {
    int sum = 0;
    for (int channel = 0; channel < dataset.shape().channels(); channel++) {
      sum += dataset.pixel(image, y, x, channel);
    }
    return sum / dataset.shape().channels();
  }
}
