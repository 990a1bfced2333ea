package org.glyphnet.explanation;

import org.glyphnet.data.ImageShape;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** Arrays as tensors, and back. */
final class Tensors {
  private Tensors() {}

  /** One image so many times, the caller's to close. */
  static TFloat32 images(ImageShape shape, float[] pixels, int copies) {
    float[] values = new float[pixels.length * copies];
    for (int copy = 0; copy < copies; copy++) {
      System.arraycopy(pixels, 0, values, copy * pixels.length, pixels.length);
    }
    return of(Shape.of(copies, shape.height(), shape.width(), shape.channels()), values);
  }

  /** A tensor, the caller's to close. */
  static TFloat32 of(Shape shape, float[] values) {
    return TFloat32.tensorOf(shape, data -> data.asRawTensor().data().asFloats().write(values));
  }

  static float[] floats(TFloat32 tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }
}
