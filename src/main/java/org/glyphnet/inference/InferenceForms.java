package org.glyphnet.inference;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glyphnet.Internal;
import org.glyphnet.network.KeptSpectrum;
import org.glyphnet.network.SessionSettings;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.GraphDef;

/**
 * The forms in which a restored inference graph is run: as it was exported; for one image (see
 * {@link SingleImageNetwork}); for many, with convolutions by way of spectra. They do the same sums
 * in another order: scores differ by less than 1e-5.
 *
 * <p>The form for many images is added to the restored session's graph and reads its variables; the
 * spectra are freed with that session, which stays its owner's. {@link #close} frees the rest.
 */
@Internal
public final class InferenceForms implements AutoCloseable {
  /**
   * Images from which spectra pay. Transforms cost the same for each image, the kernel's spectrum
   * (17 MB for the book's network) has to be read once a run.
   */
  public static final int MANY = 32;

  private final Form exported;
  private final Optional<SingleImageNetwork> ofOneImage;
  private final Optional<Form> ofMany;

  /**
   * What to run.
   *
   * @param session the session; it belongs to its owner
   * @param prefix what stands before the exported graph's names
   */
  public record Form(Session session, String prefix) {
    /** A tensor or operation by its name in the exported graph. */
    public String name(String exported) {
      return prefix + exported;
    }
  }

  private InferenceForms(
      Form exported, Optional<SingleImageNetwork> ofOneImage, Optional<Form> ofMany) {
    this.exported = exported;
    this.ofOneImage = ofOneImage;
    this.ofMany = ofMany;
  }

  /**
   * Makes those that pay.
   *
   * @param inference the graph
   * @param restored a session on it, whose variables have their values
   * @param ends names of the operations or tensors that will be fetched
   */
  public static InferenceForms of(
      GraphDef inference, Session restored, List<String> ends, SessionSettings settings) {
    Optional<Form> many =
        BatchGraph.of(inference, restored.graph(), ends).map(graph -> added(graph, restored));
    return new InferenceForms(
        new Form(restored, ""), SingleImageNetwork.of(inference, restored, ends, settings), many);
  }

  /** The form for so many images at a time, at least 1. */
  public Form of(int images) {
    if (images == 1 && ofOneImage.isPresent()) {
      return new Form(ofOneImage.get().session(), "");
    }
    return images >= MANY ? ofMany.orElse(exported) : exported;
  }

  @Override
  public void close() {
    ofOneImage.ifPresent(SingleImageNetwork::close);
  }

  private static Form added(BatchGraph graph, Session restored) {
    restored.graph().importGraphDef(graph.graph(), BatchGraph.PREFIX);
    for (Map.Entry<String, String> kernel : graph.kernels().entrySet()) {
      String convolution = kernel.getKey() + "/";
      try (Result value = restored.runner().fetch(kernel.getValue()).run()) {
        restored
            .runner()
            .feed(convolution + KeptSpectrum.KERNEL, value.get(0))
            .addTarget(convolution + KeptSpectrum.KEEP)
            .run()
            .close();
      }
    }
    return new Form(restored, BatchGraph.PREFIX + "/");
  }
}
