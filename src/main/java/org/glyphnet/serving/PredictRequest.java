package org.glyphnet.serving;

/**
 * What a {@code :predict} request asks for.
 *
 * @param signature the signature's name; empty where none was given
 * @param columns whether it came in the column format ({@code inputs}), which is answered alike
 * @param pixels {@code [images, height, width, channels]}
 * @param images how many, at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PredictRequest(String signature, boolean columns, float[] pixels, int images) {}
