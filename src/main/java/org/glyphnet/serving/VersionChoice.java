package org.glyphnet.serving;

import java.util.Optional;
import java.util.OptionalLong;
import org.glyphnet.Internal;

/**
 * Which version of a model is asked: one by its number, the one that bears a label, or, with
 * neither, the default. Never both.
 *
 * @param number of the version
 * @param label such as {@code stable}
 */
@Internal
public record VersionChoice(OptionalLong number, Optional<String> label) {
  /** The one that answers where none is named. */
  public static final VersionChoice DEFAULT =
      new VersionChoice(OptionalLong.empty(), Optional.empty());

  public VersionChoice {
    if (number.isPresent() && label.isPresent()) {
      throw new IllegalArgumentException(
          "a version is asked by its number or its label, found both: "
              + number.getAsLong()
              + " and "
              + label.get());
    }
  }

  /** A version by its number. */
  public static VersionChoice of(long number) {
    return new VersionChoice(OptionalLong.of(number), Optional.empty());
  }

  /** The version that bears a label. */
  public static VersionChoice labelled(String label) {
    return new VersionChoice(OptionalLong.empty(), Optional.of(label));
  }

  /** TensorFlow Serving's answer to a label that no version bears. */
  static Refusal unknownLabel(String label) {
    return Refusal.badRequest("Unrecognized servable version label: %s", label);
  }

  /** TensorFlow Serving's answer to a model or version that is not served. */
  Refusal notServed(String model) {
    return new Refusal(
        Refusal.NOT_FOUND,
        "Servable not found for request: "
            + (number.isPresent()
                ? "Specific(" + model + ", " + number.getAsLong() + ")"
                : "Latest(" + model + ")"));
  }
}
