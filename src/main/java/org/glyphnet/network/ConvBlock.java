package org.glyphnet.network;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * One convolution block as the backward pass needs to know it.
 *
 * @param layer name of its convolution layer
 * @param padding of the convolution
 * @param products what the convolution computes in
 * @param input {@code [batch, height, width, channels]}
 * @param kernelRead the kernel as the convolution reads it
 * @param kernel {@code [kernel size, kernel size, channels, filters]}
 * @param bias {@code [filters]}
 * @param convolved the bare convolution, {@code [batch, height', width', filters]}
 * @param output after bias, activation and pooling, {@code [batch, height' / 2, width' / 2,
 *     filters]}
 * @param <T> the convolution's type
 */
record ConvBlock<T extends TNumber>(
    String layer,
    Padding padding,
    Products<T> products,
    Operand<T> input,
    Operand<T> kernelRead,
    GraphVariables.Entry<TFloat32> kernel,
    GraphVariables.Entry<TFloat32> bias,
    Operand<T> convolved,
    Operand<TFloat32> output) {}
