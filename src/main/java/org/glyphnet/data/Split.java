package org.glyphnet.data;

/** Which images train and which test. */
@SuppressWarnings("ArrayRecordComponent")
public record Split(int[] train, int[] test) {}
