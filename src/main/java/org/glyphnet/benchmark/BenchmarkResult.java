package org.glyphnet.benchmark;

import java.util.List;

/**
 * What was measured; every figure is the median of several rounds.
 *
 * @param preset name of the network's sizes
 * @param precision what products were computed in
 * @param threads threads that computed
 * @param peakGflops speed of a large matrix product in that precision
 * @param train the training step
 * @param inference one entry a batch size
 */
public record BenchmarkResult(
    String preset,
    String precision,
    int threads,
    double peakGflops,
    Speed train,
    List<Speed> inference) {
  /**
   * One speed.
   *
   * @param batch images a step or run
   * @param imagesPerSecond images a second
   * @param gflops floating-point operations of convolutions and dense layers, in 10^9 a second
   * @param fractionOfPeak those over the matrix product's, which was measured just before
   */
  public record Speed(int batch, double imagesPerSecond, double gflops, double fractionOfPeak) {}
}
