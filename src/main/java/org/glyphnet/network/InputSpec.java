package org.glyphnet.network;

/**
 * The images that a network takes. Immutable.
 *
 * @param height rows of an image, at least 1
 * @param width columns of an image, at least 1
 * @param channels samples a pixel, at least 1
 * @param standardised whether the network first subtracts each channel's mean and divides by its
 *     standard deviation, both variables of the network; what is fed are values in [0, 1] either
 *     way
 */
public record InputSpec(int height, int width, int channels, boolean standardised) {
  public InputSpec {
    Checks.atLeast(1, height, "height");
    Checks.atLeast(1, width, "width");
    Checks.atLeast(1, channels, "channels");
  }
}
