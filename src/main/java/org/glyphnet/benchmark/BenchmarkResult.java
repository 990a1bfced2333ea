package org.glyphnet.benchmark;

import java.util.List;

/**
 * What was measured; every figure is the median of several rounds.
 *
 * @param preset name of the network's sizes
 * @param precision what products were computed in
 * @param threads threads that computed
 * @param engine whose kernels computed, and the processor's instructions that they use
 * @param processor its name
 * @param peakGflops speed of a large matrix product in that precision
 * @param train the training step
 * @param inference one entry a batch size
 */
public record BenchmarkResult(
    String preset,
    String precision,
    int threads,
    String engine,
    String processor,
    double peakGflops,
    Speed train,
    List<Speed> inference) {
  /**
   * One speed.
   *
   * @param batch images a step or run
   * @param imagesPerSecond images a second
   * @param gflops floating-point operations of convolutions and dense layers as the network defines
   *     them, in 10^9 a second
   * @param fractionOfPeak those over the matrix product's, which was measured just before
   * @param gflopsDone those that were really computed: fewer, where a convolution goes by way of
   *     spectra
   * @param fractionDone those over the matrix product's; never above 1 but for noise
   */
  public record Speed(
      int batch,
      double imagesPerSecond,
      double gflops,
      double fractionOfPeak,
      double gflopsDone,
      double fractionDone) {}
}
