package org.glyphnet.network;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * One convolution block as the backward pass needs to know it.
 *
 * @param layer name of its convolution layer
 * @param padding of the convolution
 * @param input {@code [batch, height, width, channels]}
 * @param kernel {@code [kernel size, kernel size, channels, filters]}
 * @param bias {@code [filters]}
 * @param convolved the bare convolution, {@code [batch, height', width', filters]}
 * @param output after bias, activation and pooling, {@code [batch, height' / 2, width' / 2,
 *     filters]}
 */
record ConvBlock(
    String layer,
    Padding padding,
    Operand<TFloat32> input,
    GraphVariables.Entry<TFloat32> kernel,
    GraphVariables.Entry<TFloat32> bias,
    Operand<TFloat32> convolved,
    Operand<TFloat32> output) {}
