package org.glyphnet.data;

import org.glyphnet.Internal;

/**
 * How a data set is divided by those who made it: the training images come first, then those for
 * choosing, where it has some, then the test images.
 *
 * @param train number of training images, at least 1
 * @param validation number of images for choosing, 0 where it has none
 */
@Internal
public record OwnParts(int train, int validation) {}
