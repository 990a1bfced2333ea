package org.glyphnet.network;

import java.util.List;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * One convolution block as the backward pass needs to know it.
 *
 * @param layer name of its convolution layer
 * @param products what the convolution computes in
 * @param convolution without bias, {@code [batch, height', width', filters]}
 * @param kernel {@code [kernel size, kernel size, channels, filters]}
 * @param others what else the block fits, {@code [filters]} each: its bias, or gamma and beta
 * @param output after bias or normalisation, activation and pooling
 * @param <T> the convolution's type
 */
record ConvBlock<T extends TNumber>(
    String layer,
    Products<T> products,
    Convolution<T> convolution,
    GraphVariables.Entry<TFloat32> kernel,
    List<GraphVariables.Entry<TFloat32>> others,
    Operand<TFloat32> output) {
  /** The variables that it fits. */
  List<String> variableNames() {
    return Stream.concat(Stream.of(kernel), others.stream())
        .map(GraphVariables.Entry::name)
        .toList();
  }
}
