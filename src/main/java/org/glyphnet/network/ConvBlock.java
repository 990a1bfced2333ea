package org.glyphnet.network;

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
 * @param bias {@code [filters]}
 * @param output after bias, activation and pooling, {@code [batch, height' / 2, width' / 2,
 *     filters]}
 * @param <T> the convolution's type
 */
record ConvBlock<T extends TNumber>(
    String layer,
    Products<T> products,
    Convolution<T> convolution,
    GraphVariables.Entry<TFloat32> kernel,
    GraphVariables.Entry<TFloat32> bias,
    Operand<TFloat32> output) {}
