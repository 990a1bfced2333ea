package org.glyphnet.data;

/**
 * How a data set is divided by those who made it: the training images come first, then those for
 * choosing, where it has some, then the test images.
 *
 * @param train number of training images, at least 1
 * @param validation number of images for choosing, 0 where it has none
 */
public record OwnParts(int train, int validation) {}
