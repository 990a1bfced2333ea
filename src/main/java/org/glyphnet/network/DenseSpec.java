package org.glyphnet.network;

import java.util.List;

/**
 * The part of a network that looks at the image as a whole: dense layers, one after another, the
 * last of them with a unit for each class. Immutable.
 *
 * @param units of the layers before the last, each at least 1; may be empty
 * @param dropout share of each of those layers' outputs, or of the convolutions' where there is
 *     none, that a training step drops, in [0, 1)
 * @param head what follows the last product
 */
public record DenseSpec(List<Integer> units, float dropout, Head head) {
  public DenseSpec {
    units = List.copyOf(units);
    units.forEach(count -> Checks.atLeast(1, count, "units"));
    Checks.share(dropout, "dropout");
  }
}
