package org.glyphnet.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.glyphnet.Internal;
import org.glyphnet.files.Sha256;

/**
 * Labelled images of one size, held as bytes: one byte a sample (0 to 255), row-major {@code
 * [image, height, width, channels]}. Immutable, so it can be shared between threads.
 */
public final class ImageDataset {
  private final String name;
  private final ImageShape shape;
  private final Pixels pixels;
  private final int[] labels;
  private final List<String> classNames;
  private final Facts facts;

  /**
   * What some data sets know beside images and labels.
   *
   * @param parts its own division, null where it has none
   * @param imageNames a name for each image, such as its file's; empty where images have none
   * @param preparation how the images were made from pictures, null where that is not known
   */
  private record Facts(OwnParts parts, List<String> imageNames, ImagePreparation preparation) {
    static Facts none(OptionalInt trainCount) {
      OwnParts parts = trainCount.isPresent() ? new OwnParts(trainCount.getAsInt(), 0) : null;
      return new Facts(parts, List.of(), null);
    }
  }

  /**
   * In memory. Takes ownership of both arrays: the caller must not change them afterwards.
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
    this(name, shape, new HeapPixels(pixels), labels, classNames, Facts.none(canonicalTrainCount));
  }

  /** The same, with samples wherever they are, and without a division of its own. */
  @Internal
  public ImageDataset(
      String name, ImageShape shape, Pixels pixels, int[] labels, List<String> classNames) {
    this(name, shape, pixels, labels, classNames, Facts.none(OptionalInt.empty()));
  }

  private ImageDataset(
      String name,
      ImageShape shape,
      Pixels pixels,
      int[] labels,
      List<String> classNames,
      Facts facts) {
    DatasetChecks.images(name, shape, pixels, labels);
    DatasetChecks.classes(name, labels, classNames);
    DatasetChecks.facts(name, labels.length, facts.parts(), facts.imageNames());
    this.name = name;
    this.shape = shape;
    this.pixels = pixels;
    this.labels = labels;
    this.classNames = List.copyOf(classNames);
    this.facts = facts;
  }

  /** The same images with a division of their own. */
  @Internal
  public ImageDataset withParts(OwnParts parts) {
    return with(labels, classNames, new Facts(parts, facts.imageNames(), facts.preparation()));
  }

  /** The same images, each with a name. */
  public ImageDataset withImageNames(List<String> names) {
    return with(
        labels, classNames, new Facts(facts.parts(), List.copyOf(names), facts.preparation()));
  }

  /** The same images, and how they were made from pictures. */
  public ImageDataset withPreparation(ImagePreparation preparation) {
    return with(labels, classNames, new Facts(facts.parts(), facts.imageNames(), preparation));
  }

  /**
   * The same images under other class numbers.
   *
   * @param newLabels the new number of each class
   * @param newNames a name for each new number
   */
  public ImageDataset relabelled(int[] newLabels, List<String> newNames) {
    return with(Arrays.stream(labels).map(label -> newLabels[label]).toArray(), newNames, facts);
  }

  private ImageDataset with(int[] otherLabels, List<String> names, Facts other) {
    return new ImageDataset(name, shape, pixels, otherLabels, names, other);
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
    return shape;
  }

  /** A name for each class, in label order. */
  public List<String> classNames() {
    return classNames;
  }

  /**
   * Checks that its images and classes are those that a network takes.
   *
   * @throws DataException when they are not
   */
  @Internal
  public void checkFits(ImageShape taken, int classes) {
    if (!shape.equals(taken) || classNames.size() != classes) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: images of %s in %d classes; the network takes %s in %d classes",
              name,
              shape,
              classNames.size(),
              taken,
              classes));
    }
  }

  /** The data set's own division; empty where it has none. */
  @Internal
  public Optional<OwnParts> parts() {
    return Optional.ofNullable(facts.parts());
  }

  /** How the images were made from pictures; empty where that is not known. */
  public Optional<ImagePreparation> preparation() {
    return Optional.ofNullable(facts.preparation());
  }

  /**
   * What an image is called, such as its file's name in the folder; its number where it has none.
   */
  public String imageName(int image) {
    return facts.imageNames().isEmpty() ? Integer.toString(image) : facts.imageNames().get(image);
  }

  /** Class of one image, 0 to {@code classNames().size() - 1}. */
  public int label(int image) {
    return labels[image];
  }

  /** One sample of an image, 0 to 255. */
  public int pixel(int image, int y, int x, int channel) {
    return pixels.at(start(image) + ((long) y * shape.width() + x) * shape.channels() + channel);
  }

  /**
   * Writes one image as floats in [0, 1] ({@code pixel / 255}), {@code [height, width, channels]},
   * from {@code offset} on.
   */
  public void copyScaled(int image, float[] target, int offset) {
    pixels.scale(start(image), target, offset, shape.size());
  }

  /** The bytes of one image, {@code [height, width, channels]}; a copy. */
  public byte[] imageBytes(int image) {
    byte[] bytes = new byte[shape.size()];
    copyBytes(image, bytes, 0);
    return bytes;
  }

  /** Writes the bytes of one image, {@code [height, width, channels]}, from {@code offset} on. */
  public void copyBytes(int image, byte[] target, int offset) {
    pixels.copy(start(image), target, offset, shape.size());
  }

  private long start(int image) {
    return (long) image * shape.size();
  }

  /** The first so many images as a data set of their own, without a division of its own. */
  public ImageDataset first(int images) {
    if (images < 1 || images > count()) {
      throw new DataException(
          String.format(Locale.ROOT, "%s: has %,d images, not %,d", name, count(), images));
    }
    return only(IntStream.range(0, images).toArray());
  }

  /** Some images, in the given order, as a data set in memory without a division of its own. */
  public ImageDataset only(int[] images) {
    byte[] some = new byte[Math.multiplyExact(images.length, shape.size())];
    int[] classes = new int[images.length];
    for (int i = 0; i < images.length; i++) {
      copyBytes(images[i], some, i * shape.size());
      classes[i] = labels[images[i]];
    }
    List<String> names =
        facts.imageNames().isEmpty()
            ? List.of()
            : Arrays.stream(images).mapToObj(this::imageName).toList();
    return new ImageDataset(
        name,
        shape,
        new HeapPixels(some),
        classes,
        classNames,
        new Facts(null, names, facts.preparation()));
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
            .putInt(shape.height())
            .putInt(shape.width())
            .putInt(shape.channels())
            .flip());
    digest.update(String.join("\n", classNames).getBytes(StandardCharsets.UTF_8));
    ByteBuffer labelBytes = ByteBuffer.allocate(4 * labels.length);
    labelBytes.asIntBuffer().put(labels);
    digest.update(labelBytes);
    pixels.digest(digest);
    return HexFormat.of().formatHex(digest.digest());
  }
}
