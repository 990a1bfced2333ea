package org.glyphnet.serving;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.glyphnet.Internal;
import org.glyphnet.saving.Signatures;
import org.tensorflow.proto.SignatureDef;

/**
 * A running service for another protocol: the same models, batches, token and figures as over HTTP.
 * Belongs to its {@link HttpService}, and is of no use after its end.
 */
@Internal
public final class ServiceDoor {
  private final ModelApi models;
  private final InferApi infer;
  private final Access access;
  private final ServiceMetrics metrics;
  private final int mostBytes;

  ServiceDoor(
      ModelApi models, InferApi infer, Access access, ServiceMetrics metrics, int mostBytes) {
    this.models = models;
    this.infer = infer;
    this.access = access;
    this.metrics = metrics;
    this.mostBytes = mostBytes;
  }

  /**
   * What a request asks.
   *
   * @param name of the model
   * @param version by number, label or neither
   */
  public record Asked(String name, VersionChoice version) {
    ModelPath path() {
      return new ModelPath(name, version, "");
    }
  }

  /**
   * What a model takes and gives.
   *
   * @param version number of the version
   * @param signatures by name
   */
  public record Metadata(long version, Map<String, SignatureDef> signatures) {
    public Metadata {
      signatures = Map.copyOf(signatures);
    }
  }

  /**
   * Checks the token.
   *
   * @param authorization the client's, such as {@code Bearer abc}; null without
   * @throws Refusal with status 401 without the right one
   */
  public void checkToken(String authorization) {
    access.checkToken(authorization);
  }

  /** Size that a request may have, in bytes, and each of its tensors. */
  public int mostBytes() {
    return mostBytes;
  }

  /** Whether models can be asked. */
  public boolean isReady() {
    return models.isReady();
  }

  /**
   * Inputs and outputs.
   *
   * @throws Refusal with status 404 when it is not served
   */
  public Metadata metadata(Asked asked) {
    ModelVersion version = models.use(asked.path());
    try {
      return new Metadata(
          version.number(),
          Map.of(Signatures.SERVING_DEFAULT, version.classifier().graph().signature()));
    } finally {
      version.release();
    }
  }

  /**
   * Numbers of a model's versions that can be asked, in ascending order.
   *
   * @throws Refusal with status 404 when the model is not served
   */
  public List<Long> versions(Asked asked) {
    return models.versions(asked.path());
  }

  /**
   * Status of one version or all, highest first.
   *
   * @throws Refusal with status 404 when there is none
   */
  public List<VersionStatus> status(Asked asked) {
    return models.statuses(asked.path());
  }

  /**
   * Answers a request, in a batch with those that arrive meanwhile. Who cancels what it returns
   * takes the images out of the queue.
   *
   * @param signature empty for the default
   * @throws Refusal when it is not carried out
   * @throws QueueFullException when too many images are waiting
   */
  public CompletableFuture<InferAnswer> infer(Asked asked, String signature, InferRequest request) {
    return infer.infer(asked.path(), signature, request);
  }

  /**
   * A request was answered.
   *
   * @param endpoint its name in the figures
   * @param status the protocol's
   * @param nanos from its beginning to its answer
   */
  public void answered(String endpoint, int status, long nanos) {
    metrics.answered(endpoint, status, nanos);
  }
}
