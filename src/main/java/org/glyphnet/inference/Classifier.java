package org.glyphnet.inference;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.glyphnet.Internal;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImagePreparation;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.pictures.ImageFile;
import org.glyphnet.data.pictures.PreparedPicture;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.saving.SavedModels;

/**
 * A saved model that tells what is on an image.
 *
 * <pre>{@code
 * try (Classifier classifier = Classifier.load(Path.of("saved_models/classifier-mnist"))) {
 *   Classification digit = classifier.classify(ImageIO.read(photo), Preparation.MNIST);
 *   System.out.println(digit.label() + " " + digit.probability());
 * }
 * }</pre>
 *
 * <p>Thread-safe. It owns native memory; {@link #close} waits for calls under way and frees it,
 * later calls throw {@link IllegalStateException}.
 */
public final class Classifier implements AutoCloseable {
  /** Images of one run; more are run one such batch after the other, so that memory stays small. */
  private static final int MOST_IN_A_BATCH = 256;

  /** Pixels that an encoded picture may claim. */
  private static final long MOST_PIXELS = 64L << 20;

  private final ServingGraph graph;
  private final List<String> labels;
  private final Optional<ImagePreparation> preparation;

  Classifier(ServingGraph graph, List<String> labels, Optional<ImagePreparation> preparation) {
    this.graph = graph;
    this.labels = labels;
    this.preparation = preparation;
  }

  /**
   * Loads a SavedModel, with one thread a processor.
   *
   * @param folder a version's folder, or a model's folder of versions, of which the newest is taken
   * @throws DataException when it is missing, damaged or no image classifier
   */
  public static Classifier load(Path folder) throws IOException {
    return load(folder, SessionSettings.ofThisMachine());
  }

  /**
   * Loads a SavedModel.
   *
   * @param folder a version's folder, or a model's folder of versions, of which the newest is taken
   * @throws DataException when it is missing, damaged or no image classifier
   */
  public static Classifier load(Path folder, SessionSettings settings) throws IOException {
    Path version = SavedModels.version(folder);
    ServingGraph graph = ServingGraph.load(version, settings);
    try {
      return new Classifier(
          graph, labels(version, graph.classes()), preparation(version, graph.shape()));
    } catch (IOException | RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  /** The classes' names, in the order of their numbers. */
  public List<String> labels() {
    return labels;
  }

  /** How the images were made that the model learnt from; empty where it does not tell. */
  public Optional<ImagePreparation> preparation() {
    return preparation;
  }

  /**
   * A picture as the model's own images were made; where the model does not tell, as {@link
   * Preparation#suiting} says.
   *
   * @param picture upright, of any size where the model tells
   * @return {@code [height, width, channels]}, row-major, 0 to 255
   * @throws DataException when the picture and the network do not fit together
   */
  public byte[] samples(BufferedImage picture) {
    return preparation.isPresent()
        ? PreparedPicture.samples(picture, preparation.get())
        : Preparation.suiting(picture, shape()).samples(picture, shape());
  }

  /** Size of the images that the network takes. */
  public ImageShape shape() {
    return graph.shape();
  }

  /**
   * Tells what is on an image.
   *
   * @param pixels {@code [height, width, channels]}, row-major, in [0, 1] as in training
   * @throws IllegalArgumentException for another number of values
   */
  public Classification classify(float[] pixels) {
    return classify(List.of(pixels)).get(0);
  }

  /**
   * Tells what is on each of many images, faster than one by one.
   *
   * @param images each {@code [height, width, channels]}, row-major, in [0, 1] as in training
   * @return in the same order
   * @throws IllegalArgumentException for another number of values
   */
  public List<Classification> classify(List<float[]> images) {
    for (float[] image : images) {
      if (image.length != shape().size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "an image of %,d values; the network takes %s = %,d",
                image.length,
                shape(),
                shape().size()));
      }
    }
    List<Classification> all = new ArrayList<>(images.size());
    for (int from = 0; from < images.size(); from += MOST_IN_A_BATCH) {
      int to = Math.min(images.size(), from + MOST_IN_A_BATCH);
      Predictions answers = graph.run(images.subList(from, to), to - from);
      IntStream.range(0, to - from).forEach(i -> all.add(answers.of(i, labels)));
    }
    return all;
  }

  /**
   * Tells what is on a picture.
   *
   * @throws DataException when the picture and the network do not fit together
   */
  public Classification classify(BufferedImage picture, Preparation preparation) {
    return classify(pixels(picture, preparation));
  }

  /**
   * Tells what is on a picture given as the content of a PNG, JPEG, GIF or BMP file.
   *
   * @throws DataException when it cannot be decoded, or picture and network do not fit together
   */
  public Classification classify(byte[] encoded, Preparation preparation) {
    return classify(ImageFile.decode(encoded, "picture", MOST_PIXELS), preparation);
  }

  /**
   * What the network sees of a picture.
   *
   * @return {@code [height, width, channels]}, row-major, in [0, 1]
   * @throws DataException when the picture and the network do not fit together
   */
  public float[] pixels(BufferedImage picture, Preparation preparation) {
    return scaled(preparation.samples(picture, shape()));
  }

  /** Samples as the network is fed with them: {@code sample / 255}. */
  public static float[] scaled(byte[] samples) {
    float[] pixels = new float[samples.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (samples[i] & 0xff) / 255f;
    }
    return pixels;
  }

  @Override
  public void close() {
    graph.close();
  }

  /** The graph, for the service. */
  @Internal
  public ServingGraph graph() {
    return graph;
  }

  /** What the model tells, which must be of the network's size. */
  private static Optional<ImagePreparation> preparation(Path version, ImageShape shape)
      throws IOException {
    Optional<ImagePreparation> told = SavedModels.preparation(version);
    if (told.isPresent() && !told.get().shape().equals(shape)) {
      throw new DataException(
          version + ": tells of images of " + told.get().shape() + ", its network takes " + shape);
    }
    return told;
  }

  /** Names from the file beside the model; numbers where there is none. */
  private static List<String> labels(Path version, int classes) throws IOException {
    List<String> labels =
        SavedModels.classNames(version)
            .orElseGet(() -> IntStream.range(0, classes).mapToObj(Integer::toString).toList());
    if (labels.size() != classes) {
      throw new DataException(
          String.format(
              Locale.ROOT, "%s: %d class names for %d classes", version, labels.size(), classes));
    }
    return labels;
  }
}
