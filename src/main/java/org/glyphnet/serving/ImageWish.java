package org.glyphnet.serving;

/**
 * How a picture is answered.
 *
 * @param preparation {@code none}, {@code mnist}, or {@code auto}: see {@link
 *     org.glyphnet.inference.Classifier#samples}
 * @param pixels whether the answer shows what the network saw: {@code pixels}, base64 of one byte a
 *     sample, {@code [height, width, channels]}
 * @param heat whether it shows what the decision rests on: {@code heat}, base64 of one byte a
 *     pixel, {@code [height, width]}, 255 the hottest
 */
record ImageWish(String preparation, boolean pixels, boolean heat) {}
