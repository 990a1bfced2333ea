package org.glyphnet.training;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.glyphnet.Internal;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.augmentation.Augmentation;
import org.glyphnet.data.augmentation.Augmentation.Change;
import org.glyphnet.network.Activation;
import org.glyphnet.network.AdamSpec;
import org.glyphnet.network.BatchNormSpec;
import org.glyphnet.network.ConvSpec;
import org.glyphnet.network.DenseSpec;
import org.glyphnet.network.InputSpec;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Padding;
import org.glyphnet.network.Preset;
import org.glyphnet.network.Regularisation;

/** A set of settings that belong together; each of them can be another. */
@Internal
public enum Recipe {
  /** The book's, for the book's data: what it says, and nothing else. */
  BOOK {
    @Override
    public NetworkSpec network(ImageShape shape, int classes) {
      return NetworkSpec.of(Preset.BOOK_TEXT)
          .withConvolution(1, Padding.SAME)
          .withImage(shape.height(), shape.width(), shape.channels())
          .withClasses(classes)
          .withConvolution(5, Padding.SAME);
    }

    @Override
    public AdamSpec optimizer() {
      return AdamSpec.book();
    }

    @Override
    public Learning learning(ImageShape shape) {
      return Learning.BOOK;
    }

    @Override
    public int epochs() {
      return TrainingPlan.book().epochs();
    }

    @Override
    public int batchSize() {
      return TrainingPlan.book().batchSize();
    }
  },

  /**
   * What learns small, coloured, uneven sets: as many blocks as the images have room for, batch
   * normalisation after each convolution, plain scores; inputs standardised, statistics recomputed,
   * AdamW along a cosine, labels smoothed. Grey images are moved, turned and scaled a little, as
   * writing is; coloured ones only moved, and mirrored: turned and scaled ones did worse on a
   * validation part of icons.
   */
  MODERN {
    @Override
    public NetworkSpec network(ImageShape shape, int classes) {
      return new NetworkSpec(
          new InputSpec(shape.height(), shape.width(), shape.channels(), true),
          classes,
          new ConvSpec(
              blocks(Math.min(shape.height(), shape.width())),
              Padding.SAME,
              true,
              ConvSpec.FeaturePooling.FLATTEN),
          new DenseSpec(List.of(), 0.2f, DenseSpec.Head.LOGITS),
          Activation.LEAKY_RELU,
          new BatchNormSpec(0.9f, 1e-5f));
    }

    @Override
    public AdamSpec optimizer() {
      return new AdamSpec(0.002f, 0.9f, 0.999f, 1e-8f);
    }

    @Override
    public Learning learning(ImageShape shape) {
      return new Learning(
          new Schedule(Schedule.Kind.COSINE, 0.05),
          new Regularisation(0.01f, 0.05f, 0, List.of()),
          true,
          augmentation(shape),
          Learning.Stopping.NEVER,
          false,
          EVALUATED);
    }

    @Override
    public int epochs() {
      return 12;
    }

    @Override
    public int batchSize() {
      return 32;
    }
  };

  /** Pooling stops where an image is this small: the places that are left say where things are. */
  private static final int LEAST_SIZE = 4;

  /** Training images between epochs: 60,000 would take a third of the time, for a curve. */
  private static final int EVALUATED = 5000;

  private static final int MOST_BLOCKS = 4;
  private static final int FIRST_FILTERS = 32;
  private static final int MOST_FILTERS = 128;

  /** The network for images of a size. */
  public abstract NetworkSpec network(ImageShape shape, int classes);

  /** The optimiser. */
  public abstract AdamSpec optimizer();

  /** What there is beside plain steps, for images of a size. */
  public abstract Learning learning(ImageShape shape);

  /** Passes over the training images. */
  public abstract int epochs();

  /** Images a step. */
  public abstract int batchSize();

  /** How it is written in options and records. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Pairs of 3x3 convolutions with twice the filters from one block to the next, each pair pooled,
   * until the image is 4 to 7 pixels wide; a last single one where there is a third block or more.
   */
  private static List<ConvSpec.Layer> blocks(int size) {
    List<ConvSpec.Layer> layers = new ArrayList<>();
    int filters = FIRST_FILTERS;
    int blocks = 0;
    for (int left = size; blocks == 0 || (left / 2 >= LEAST_SIZE && blocks < MOST_BLOCKS); ) {
      boolean pooled = left >= 2;
      if (blocks < 2) {
        layers.add(new ConvSpec.Layer(filters, 3, false));
      }
      layers.add(new ConvSpec.Layer(filters, 3, pooled));
      filters = Math.min(MOST_FILTERS, 2 * filters);
      left /= 2;
      blocks++;
    }
    if (blocks < 2) {
      layers.add(new ConvSpec.Layer(filters, 3, false));
    }
    return layers;
  }

  private static Augmentation augmentation(ImageShape shape) {
    int size = Math.min(shape.height(), shape.width());
    Map<Change, Double> strengths = new EnumMap<>(Change.class);
    if (shape.channels() > 1) {
      strengths.put(Change.CROP, (double) Math.max(1, Math.round(size / 32f)));
      strengths.put(Change.FLIP, 0.5);
    } else {
      strengths.put(Change.SHIFT, Math.round(size / 1.6) / 10.0); // a 16th, to a tenth of a pixel
      strengths.put(Change.ROTATE, 10.0);
      strengths.put(Change.ZOOM, 0.1);
    }
    return new Augmentation(strengths);
  }
}
