package org.glyphnet.inference;

import java.awt.image.BufferedImage;
import java.util.Locale;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImagePreparation;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.pictures.MnistFrame;
import org.glyphnet.data.pictures.PreparedPicture;

/** How a picture becomes what the network takes. */
public enum Preparation {
  /**
   * As it is: it must have the network's height and width; colour turns grey for a grey network.
   */
  NONE {
    @Override
    public byte[] samples(BufferedImage picture, ImageShape shape) {
      if (picture.getHeight() != shape.height() || picture.getWidth() != shape.width()) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "a picture of %d x %d pixels; the network takes %d x %d (height x width);"
                    + " other sizes need preparation",
                picture.getHeight(),
                picture.getWidth(),
                shape.height(),
                shape.width()));
      }
      return PreparedPicture.samples(picture, ImagePreparation.resize(shape));
    }
  },

  /**
   * As MNIST's images were made: any size, dark on light or light on dark; the ink is scaled to a
   * box of 20 x 20 and its centre of mass put into the middle of 28 x 28. For networks that take 28
   * x 28 grey pixels.
   */
  MNIST {
    @Override
    public byte[] samples(BufferedImage picture, ImageShape shape) {
      if (shape.height() != MnistFrame.SIZE
          || shape.width() != MnistFrame.SIZE
          || shape.channels() != 1) {
        throw new DataException(
            "pictures cannot be prepared as MNIST's were for a network that takes " + shape);
      }
      return MnistFrame.frame(picture);
    }
  };

  /**
   * What suits a picture: {@link #MNIST} where the network takes such images, unless the picture
   * has their size and is light on dark already.
   */
  public static Preparation suiting(BufferedImage picture, ImageShape shape) {
    boolean likeMnist = shape.equals(new ImageShape(MnistFrame.SIZE, MnistFrame.SIZE, 1));
    boolean fits = picture.getHeight() == shape.height() && picture.getWidth() == shape.width();
    return likeMnist && !(fits && !MnistFrame.isDarkOnLight(picture)) ? MNIST : NONE;
  }

  /** The picture's samples, {@code [height, width, channels]}, 0 to 255. */
  public abstract byte[] samples(BufferedImage picture, ImageShape shape);
}
