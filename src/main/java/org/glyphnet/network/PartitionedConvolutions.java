package org.glyphnet.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The convolutions of a {@link PartitionedNet}: each worker takes its part of the batch through all
 * of them. They only meet where batch normalisation wants the whole batch's statistics.
 */
final class PartitionedConvolutions {
  private final NetworkSpec spec;
  private final List<Ops> places;
  private final BatchDivision division;
  private final List<Layers> layers;
  private final List<Operand<TFloat32>> features;

  /** The blocks' normalisations, first to last; empty where they need none of the others. */
  private final List<JointNormalisation> normalisations = new ArrayList<>();

  /**
   * Adds them.
   *
   * @param places each worker's operations
   * @param layers each worker's layers, over the same variables
   */
  PartitionedConvolutions(
      NetworkSpec spec,
      List<Ops> places,
      List<Layers> layers,
      BatchDivision division,
      Operand<TFloat32> image) {
    this.spec = spec;
    this.places = places;
    this.division = division;
    this.layers = layers;
    List<? extends Operand<TFloat32>> images = division.ofImages(image);
    List<Operand<TFloat32>> h =
        each(worker -> LayerStack.standardised(spec, layers.get(worker), images.get(worker)));
    int number = 0;
    for (ConvSpec.Layer layer : spec.convolutions().layers()) {
      number++;
      h = block("Layer" + number, h, layer);
    }
    List<Operand<TFloat32>> last = h;
    features = each(worker -> LayerStack.flat(spec, layers.get(worker), last.get(worker)));
  }

  private List<Operand<TFloat32>> block(
      String block, List<Operand<TFloat32>> h, ConvSpec.Layer layer) {
    if (!spec.convolutions().normalised() || frozen()) {
      return each(worker -> layers.get(worker).convBlock(block, h.get(worker), layer, spec));
    }
    List<ConvLayers.Unnormalised<?>> convolved =
        each(worker -> layers.get(worker).convolution(block, h.get(worker), layer, spec));
    JointNormalisation normalisation =
        new JointNormalisation(
            block,
            places,
            division,
            convolved.stream().map(ConvLayers.Unnormalised::output).toList());
    normalisations.add(normalisation);
    return each(
        worker ->
            layers
                .get(worker)
                .normalised(convolved.get(worker), normalisation.statistics().get(worker)));
  }

  private <T> List<T> each(IntFunction<T> ofWorker) {
    return IntStream.range(0, layers.size()).mapToObj(ofWorker).toList();
  }

  /** Whether they stay as they are. */
  boolean frozen() {
    return layers.get(0).frozenConvolutions();
  }

  /** Names of the variables that they fit. */
  List<String> variableNames() {
    return layers.get(0).convBlocks().stream()
        .flatMap(block -> block.variableNames().stream())
        .toList();
  }

  /** What each worker finds, {@code [its images, flat size]}. */
  List<Operand<TFloat32>> features() {
    return features;
  }

  /** The statistics that a training step has to move; all workers have the same. */
  List<MovingAverage> movingAverages() {
    return layers.get(0).movingAverages();
  }

  /**
   * Adds the way back.
   *
   * @param passes each worker's, which keep the gradients of its part
   * @param atFeatures the gradient of each worker's features
   */
  void addGradients(List<BackwardPass> passes, List<Output<TFloat32>> atFeatures) {
    int last = spec.convolutions().layers().size() - 1;
    List<Output<TFloat32>> at =
        each(
            worker ->
                passes
                    .get(worker)
                    .through(
                        "features",
                        features.get(worker),
                        atFeatures.get(worker),
                        List.of(),
                        List.of(block(worker, last).output()))
                    .get(0)
                    .expect(TFloat32.class));
    for (int i = last; i >= 0; i--) {
      at = throughBlock(passes, i, at);
    }
  }

  private List<Output<TFloat32>> throughBlock(
      List<BackwardPass> passes, int index, List<Output<TFloat32>> at) {
    boolean toInput = index > 0;
    if (normalisations.isEmpty()) {
      return each(
          worker -> passes.get(worker).throughBlock(block(worker, index), at.get(worker), toInput));
    }
    JointNormalisation normalisation = normalisations.get(index);
    List<List<Operand<TFloat32>>> atEnds =
        each(
            worker ->
                passes
                    .get(worker)
                    .toStatistics(block(worker, index), at.get(worker), normalisation.ends(worker))
                    .stream()
                    .<Operand<TFloat32>>map(one -> one.expect(TFloat32.class))
                    .toList());
    List<Operand<TFloat32>> atConvolutions = normalisation.gradients(atEnds);
    return each(
        worker ->
            passes
                .get(worker)
                .throughConvolution(
                    block(worker, index),
                    normalisation.x(worker),
                    atConvolutions.get(worker),
                    toInput));
  }

  private ConvBlock<?> block(int worker, int index) {
    return layers.get(worker).convBlocks().get(index);
  }
}
