package org.glyphnet.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.glyphnet.files.Sha256;

/**
 * Labelled images of one size, held as bytes: one byte a sample (0 to 255), row-major {@code
 * [image, height, width, channels]}. Immutable, so it can be shared between threads; holds no
 * native memory.
 */
public final class ImageDataset {
  /** Float value of each byte: {@code pixel / 255}, in [0, 1]. */
  private static final float[] SCALED = scaled();

  private final String name;
  private final int height;
  private final int width;
  private final int channels;
  private final byte[] pixels;
  private final int[] labels;
  private final List<String> classNames;
  private final int canonicalTrainCount;

  /**
   * Takes ownership of both arrays: the caller must not change them afterwards.
   *
   * @param name short name for records and pictures, such as {@code mnist}
   * @param shape size of one image
   * @param pixels {@code labels.length * shape.size()} bytes, {@code [image, height, width,
   *     channels]}
   * @param labels class of each image, 0 to {@code classNames.size() - 1}
   * @param classNames a name for each class, in label order, each of one line
   * @param canonicalTrainCount how many of the first images are the data set's own training part,
   *     the rest being its test part; empty when the data set has no such division
   * @throws DataException when the parts do not fit together
   */
  public ImageDataset(
      String name,
      ImageShape shape,
      byte[] pixels,
      int[] labels,
      List<String> classNames,
      OptionalInt canonicalTrainCount) {
    if (labels.length == 0) {
      throw new DataException(name + ": no images; a data set needs at least one");
    }
    if (pixels.length != (long) labels.length * shape.size()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: %,d labels need %,d bytes of %s pixels, found %,d",
              name,
              labels.length,
              (long) labels.length * shape.size(),
              shape,
              pixels.length));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classNames.size()) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s: label %d of image %,d is out of range; with %d classes it must be 0 to %d",
                name,
                labels[i],
                i,
                classNames.size(),
                classNames.size() - 1));
      }
    }
    for (int i = 0; i < classNames.size(); i++) {
      if (classNames.get(i).contains("\n") || classNames.get(i).contains("\r")) {
        throw new DataException(name + ": the name of class " + i + " has a line break");
      }
    }
    int own = canonicalTrainCount.orElse(1);
    if (canonicalTrainCount.isPresent() && (own < 1 || own >= labels.length)) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: its training part cannot be %,d of %,d images; both parts need one",
              name,
              own,
              labels.length));
    }
    this.name = name;
    this.height = shape.height();
    this.width = shape.width();
    this.channels = shape.channels();
    this.pixels = pixels;
    this.labels = labels;
    this.classNames = List.copyOf(classNames);
    this.canonicalTrainCount = canonicalTrainCount.orElse(0);
  }

  /** Short name for records and pictures, such as {@code mnist} or {@code synthetic}. */
  public String name() {
    return name;
  }

  /** Number of images, at least 1. */
  public int count() {
    return labels.length;
  }

  /** Size of one image. */
  public ImageShape shape() {
    return new ImageShape(height, width, channels);
  }

  /** A name for each class, in label order. */
  public List<String> classNames() {
    return classNames;
  }

  /**
   * How many of the first images are the data set's own training part, the rest being its test
   * part.
   */
  public OptionalInt canonicalTrainCount() {
    return canonicalTrainCount == 0 ? OptionalInt.empty() : OptionalInt.of(canonicalTrainCount);
  }

  /** Class of one image, 0 to {@code classNames().size() - 1}. */
  public int label(int image) {
    return labels[image];
  }

  /** One sample of an image, 0 to 255. */
  public int pixel(int image, int y, int x, int channel) {
    return pixels[((image * height + y) * width + x) * channels + channel] & 0xff;
  }

  /**
   * Writes one image as floats in [0, 1] ({@code pixel / 255}), {@code [height, width, channels]},
   * from {@code offset} on.
   */
  public void copyScaled(int image, float[] target, int offset) {
    int size = height * width * channels;
    int from = image * size;
    for (int i = 0; i < size; i++) {
      target[offset + i] = SCALED[pixels[from + i] & 0xff];
    }
  }

  /** The bytes of one image, {@code [height, width, channels]}; a copy. */
  public byte[] imageBytes(int image) {
    byte[] bytes = new byte[height * width * channels];
    copyBytes(image, bytes, 0);
    return bytes;
  }

  /** Writes the bytes of one image, {@code [height, width, channels]}, from {@code offset} on. */
  public void copyBytes(int image, byte[] target, int offset) {
    int size = height * width * channels;
    System.arraycopy(pixels, image * size, target, offset, size);
  }

  /** The first so many images as a data set of their own, without a division of its own. */
  public ImageDataset first(int images) {
    if (images < 1 || images > count()) {
      throw new DataException(
          String.format(Locale.ROOT, "%s: has %,d images, not %,d", name, count(), images));
    }
    return new ImageDataset(
        name,
        shape(),
        Arrays.copyOf(pixels, images * shape().size()),
        Arrays.copyOf(labels, images),
        classNames,
        OptionalInt.empty());
  }

  /**
   * SHA-256 over shape, class names, labels and pixels, in hex: the same content gives the same
   * value anywhere.
   */
  public String sha256() {
    MessageDigest digest = Sha256.digest();
    digest.update(
        ByteBuffer.allocate(16)
            .putInt(count())
            .putInt(height)
            .putInt(width)
            .putInt(channels)
            .flip());
    digest.update(String.join("\n", classNames).getBytes(StandardCharsets.UTF_8));
    ByteBuffer labelBytes = ByteBuffer.allocate(4 * labels.length);
    labelBytes.asIntBuffer().put(labels);
    digest.update(labelBytes);
    digest.update(pixels);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static float[] scaled() {
    float[] scaled = new float[256];
    for (int i = 0; i < 256; i++) {
      scaled[i] = i / 255f;
    }
    return scaled;
  }
}
