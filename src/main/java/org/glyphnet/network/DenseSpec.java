package org.glyphnet.network;

import java.util.List;
import java.util.Locale;

/**
 * The part of a network that looks at the image as a whole: dense layers, one after another, the
 * last of them with a unit for each class. Immutable.
 *
 * @param units of the layers before the last, each at least 1; may be empty
 * @param dropout share of each of those layers' outputs, or of the convolutions' where there is
 *     none, that a training step drops, in [0, 1)
 * @param head what follows the last product
 * @param calibrated whether the scores are divided by a temperature, a variable of the network,
 *     before they become probabilities
 */
public record DenseSpec(List<Integer> units, float dropout, Head head, boolean calibrated) {
  public DenseSpec {
    units = List.copyOf(units);
    units.forEach(count -> Checks.atLeast(1, count, "units"));
    Checks.share(dropout, "dropout");
  }

  /** Dense layers whose scores become probabilities as they are. */
  public DenseSpec(List<Integer> units, float dropout, Head head) {
    this(units, dropout, head, false);
  }

  /** The same layers with or without a temperature. */
  public DenseSpec calibrated(boolean with) {
    return new DenseSpec(units, dropout, head, with);
  }

  /** What follows the last matrix product. */
  public enum Head {
    /** Batch normalisation and activation, as after every other dense layer; the book's. */
    BOOK,
    /** Nothing: the scores are the product and its bias, so a probability can come close to 1. */
    LOGITS;

    /** How it is written in options and records. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
