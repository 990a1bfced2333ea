package org.glyphnet.network;

/** Numbers {@code [batch, height, width, channels]}, the last index running fastest. */
final class Volume {
  final int batch;
  final int height;
  final int width;
  final int channels;
  final double[] data;

  Volume(int batch, int height, int width, int channels, double[] data) {
    this.batch = batch;
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.data = data;
  }

  static Volume zeros(int batch, int height, int width, int channels) {
    return new Volume(
        batch, height, width, channels, new double[batch * height * width * channels]);
  }

  int index(int image, int row, int column, int channel) {
    return ((image * height + row) * width + column) * channels + channel;
  }

  /** The number there, zero outside the image. */
  double at(int image, int row, int column, int channel) {
    if (row < 0 || row >= height || column < 0 || column >= width) {
      return 0;
    }
    return data[index(image, row, column, channel)];
  }
}
