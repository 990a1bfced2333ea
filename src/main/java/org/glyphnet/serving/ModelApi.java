package org.glyphnet.serving;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.pictures.DecodingDeadline;
import org.glyphnet.data.pictures.ImageFile;
import org.glyphnet.explanation.Explainer;
import org.glyphnet.inference.Classifier;
import org.glyphnet.inference.Predictions;
import org.glyphnet.inference.Preparation;
import org.glyphnet.saving.Signatures;

/**
 * What can be asked about a model and of it: TensorFlow Serving's status, metadata and predict, and
 * {@code :image}, which takes a picture as it is. Knows no HTTP but statuses.
 */
final class ModelApi {
  private final String name;
  private final ModelVersions versions;
  private final DecodingPlaces places;
  private final int maxImages;

  /**
   * @param places where pictures are decoded
   * @param maxImages that a request may have
   */
  ModelApi(String name, ModelVersions versions, DecodingPlaces places, int maxImages) {
    this.name = name;
    this.versions = versions;
    this.places = places;
    this.maxImages = maxImages;
  }

  /** Status of one version or all, as a document. */
  Reply status(ModelPath path) {
    List<VersionStatus> found = statuses(path);
    return Reply.json(json -> ModelDocuments.writeStatus(json, found));
  }

  /**
   * Status of one version or all, highest first.
   *
   * @throws Refusal with status 404 where there is none
   */
  List<VersionStatus> statuses(ModelPath path) {
    List<VersionStatus> found = isThis(path) ? versions.status(path.version()) : List.of();
    if (found.isEmpty()) {
      throw new Refusal(
          Refusal.NOT_FOUND,
          path.version().number().isPresent() && isThis(path)
              ? "Could not find version "
                  + path.version().number().getAsLong()
                  + " of model "
                  + name
              : "Could not find any versions of model " + path.model());
    }
    return found;
  }

  /**
   * Numbers of the versions that can be asked, in ascending order.
   *
   * @throws Refusal with status 404 when the model is not served
   */
  List<Long> versions(ModelPath path) {
    if (!isThis(path)) {
      throw path.version().notServed(path.model());
    }
    return versions.numbers();
  }

  /** Name, version and signatures. */
  Reply metadata(ModelPath path) {
    ModelVersion version = use(path);
    try {
      return Reply.json(
          json ->
              ModelDocuments.writeMetadata(
                  json, name, version.number(), version.classifier().graph().signature()));
    } finally {
      version.release();
    }
  }

  /** Answers a {@code :predict} request. */
  CompletableFuture<Reply> predict(ModelPath path, byte[] body) {
    return on(
        path,
        (version, shape) -> {
          PredictRequest request =
              PlainRequestReader.read(body, shape, maxImages)
                  .orElseGet(() -> PredictRequestParser.parse(body, shape, maxImages));
          checkSignature(request.signature());
          return version
              .submit(request.pixels(), request.images())
              .thenApply(ModelApi::finite)
              .thenApply(
                  answers ->
                      request.columns()
                          ? PredictReply.columns(answers)
                          : PredictReply.rows(answers));
        });
  }

  /**
   * Answers a picture.
   *
   * @param body content of a PNG or JPEG file
   */
  CompletableFuture<Reply> image(ModelPath path, byte[] body, ImageWish wish) {
    return on(
        path,
        (version, shape) ->
            places
                .run(deadline -> samples(body, wish.preparation(), version.classifier(), deadline))
                .thenCompose(samples -> answered(version, samples, wish)));
  }

  private CompletableFuture<Reply> answered(ModelVersion version, byte[] samples, ImageWish wish) {
    float[] pixels = Classifier.scaled(samples);
    return version
        .submit(pixels, 1)
        .thenCompose(
            predictions ->
                heat(version, pixels, (int) predictions.prediction(0), wish.heat())
                    .thenApply(
                        heat ->
                            pictureReply(
                                version, predictions, wish.pixels() ? samples : null, heat)));
  }

  /** In one of the places for pictures, so that it is bounded as they are; null where unwanted. */
  private CompletableFuture<byte[]> heat(
      ModelVersion version, float[] pixels, int label, boolean wanted) {
    if (!wanted) {
      return CompletableFuture.completedFuture(null);
    }
    Explainer explainer =
        version
            .explainer()
            .orElseThrow(
                () ->
                    Refusal.badRequest(
                        "heat is told for glyphnet's own networks only, model %s is none", name));
    return places.run(deadline -> explainer.layerCam(pixels, label).toBytes());
  }

  private static Reply pictureReply(
      ModelVersion version, Predictions predictions, byte[] samples, byte[] heat) {
    List<String> labels = version.classifier().labels();
    return Reply.json(json -> ModelDocuments.writeImage(json, predictions, labels, samples, heat));
  }

  /** Refuses a method that the API has, but this model has not. */
  Refusal wrongSignature(ModelPath path) {
    use(path).release(); // an unknown model is refused as such
    String verb = path.verb();
    return Refusal.badRequest(
        "Expected %s signature method_name to be tensorflow/serving/%s. Was:"
            + " tensorflow/serving/predict",
        verb.equals("classify") ? "classification" : "regression", verb);
  }

  /** What the page needs to know. */
  Reply about() {
    ModelVersion version = versions.use(VersionChoice.DEFAULT);
    try {
      return Reply.json(json -> ModelDocuments.writeAbout(json, name, version));
    } finally {
      version.release();
    }
  }

  /**
   * The page about the run that made the model.
   *
   * @throws Refusal with status 404 when there is none
   */
  Reply report() {
    ModelVersion version = versions.use(VersionChoice.DEFAULT);
    try {
      return Page.report(
          version
              .report()
              .orElseThrow(
                  () ->
                      new Refusal(
                          Refusal.NOT_FOUND,
                          "There is nothing at /report: no run is known that made the model")));
    } finally {
      version.release();
    }
  }

  /** Whether the model can be asked. */
  boolean isReady() {
    return versions.currentNumber() != 0;
  }

  /** Whether a path asks for the model that is served. */
  boolean serves(ModelPath path) {
    return isThis(path);
  }

  /** Keeps the version open until the answer is there. */
  <T> CompletableFuture<T> on(
      ModelPath path, BiFunction<ModelVersion, ImageShape, CompletableFuture<T>> work) {
    ModelVersion version = use(path);
    CompletableFuture<T> answer;
    try {
      answer = work.apply(version, version.classifier().shape());
    } catch (RuntimeException | Error e) {
      version.release();
      throw e;
    }
    return Cancellation.passedOn(
        answer.whenComplete((reply, failure) -> version.release()), answer);
  }

  /** The version that a path asks for; the caller ends with {@link ModelVersion#release}. */
  ModelVersion use(ModelPath path) {
    if (!isThis(path)) {
      throw path.version().notServed(path.model());
    }
    return versions.use(path.version());
  }

  private boolean isThis(ModelPath path) {
    return path.model().equals(name);
  }

  static void checkSignature(String signature) {
    if (!signature.isEmpty() && !signature.equals(Signatures.SERVING_DEFAULT)) {
      throw Refusal.badRequest(
          "Serving signature name: \"%s\" not found in signature def", signature);
    }
  }

  /** Pixels far outside [0, 1] can overflow on their way through the network. */
  static Predictions finite(Predictions answers) {
    for (int image = 0; image < answers.images(); image++) {
      if (!answers.isFinite(image)) {
        throw Refusal.badRequest(
            "Element %d gives no finite scores; pixels are expected in [0, 1]", image);
      }
    }
    return answers;
  }

  private byte[] samples(
      byte[] body, String preparation, Classifier classifier, DecodingDeadline deadline) {
    try {
      BufferedImage picture = ImageFile.decode(body, "body", places.limits(), deadline);
      return switch (preparation) {
        case "auto" -> classifier.samples(picture);
        case "none" -> Preparation.NONE.samples(picture, classifier.shape());
        case "mnist" -> Preparation.MNIST.samples(picture, classifier.shape());
        default ->
            throw Refusal.badRequest(
                "preparation '%s' is not known; it is auto, none or mnist", preparation);
      };
    } catch (DataException e) {
      throw Refusal.badRequest("%s", e.getMessage());
    }
  }
}
