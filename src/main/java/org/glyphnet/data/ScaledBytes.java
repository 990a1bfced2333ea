package org.glyphnet.data;

/** Float value of each byte: {@code sample / 255}, in [0, 1]. */
final class ScaledBytes {
  private static final float[] SCALED = scaled();

  private ScaledBytes() {}

  static float of(byte sample) {
    return SCALED[sample & 0xff];
  }

  private static float[] scaled() {
    float[] scaled = new float[256];
    for (int i = 0; i < 256; i++) {
      scaled[i] = i / 255f;
    }
    return scaled;
  }
}
