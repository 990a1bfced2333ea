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
 * What can be asked about models and of them: TensorFlow Serving's status, metadata and predict,
 * and {@code :image}, which takes a picture as it is. Knows no HTTP but statuses.
 */
final class ModelApi {
  private final ServedModels models;
  private final DecodingPlaces places;
  private final int maxImages;

  /**
   * @param places where pictures are decoded
   * @param maxImages that a request may have
   */
  ModelApi(ServedModels models, DecodingPlaces places, int maxImages) {
    this.models = models;
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
    List<VersionStatus> found =
        models
            .find(path.model())
            .map(versions -> versions.status(path.version()))
            .orElse(List.of());
    if (found.isEmpty()) {
      throw new Refusal(
          Refusal.NOT_FOUND,
          path.version().number().isPresent() && serves(path)
              ? "Could not find version "
                  + path.version().number().getAsLong()
                  + " of model "
                  + path.model()
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
    return versionsOf(path).numbers();
  }

  /** Name, version and signatures. */
  Reply metadata(ModelPath path) {
    ModelVersion version = use(path);
    try {
      return Reply.json(
          json ->
              ModelDocuments.writeMetadata(
                  json, path.model(), version.number(), version.classifier().graph().signature()));
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
                .thenCompose(samples -> answered(path, version, samples, wish)));
  }

  private CompletableFuture<Reply> answered(
      ModelPath path, ModelVersion version, byte[] samples, ImageWish wish) {
    float[] pixels = Classifier.scaled(samples);
    return version
        .submit(pixels, 1)
        .thenCompose(
            predictions ->
                (wish.heat()
                        ? heat(path, version, pixels, (int) predictions.prediction(0))
                        : CompletableFuture.<byte[]>completedFuture(null))
                    .thenApply(
                        heat ->
                            pictureReply(
                                version, predictions, wish.pixels() ? samples : null, heat)));
  }

  /** In one of the places for pictures, so that it is bounded as they are. */
  private CompletableFuture<byte[]> heat(
      ModelPath path, ModelVersion version, float[] pixels, int label) {
    Explainer explainer =
        version
            .explainer()
            .orElseThrow(
                () ->
                    Refusal.badRequest(
                        "heat is told for glyphnet's own networks only, model %s is none",
                        path.model()));
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

  /**
   * What the page needs to know.
   *
   * @param name of the model; null for the first
   */
  Reply about(String name) {
    ModelPath path = first(name);
    ModelVersion version = use(path);
    try {
      List<String> names = models.names();
      return Reply.json(json -> ModelDocuments.writeAbout(json, path.model(), names, version));
    } finally {
      version.release();
    }
  }

  /**
   * The page about the run that made the model.
   *
   * @param name of the model; null for the first
   * @throws Refusal with status 404 when there is none
   */
  Reply report(String name) {
    ModelVersion version = use(first(name));
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

  /** The default version of a model, or of the first there is. */
  private ModelPath first(String name) {
    String found = name == null ? models.names().stream().findFirst().orElse("") : name;
    return new ModelPath(found, VersionChoice.DEFAULT, "");
  }

  /** Whether a model can be asked. */
  boolean isReady() {
    return models.isReady();
  }

  /** Whether a path asks for a model that is served. */
  boolean serves(ModelPath path) {
    return models.find(path.model()).isPresent();
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
    return versionsOf(path).use(path.version());
  }

  private ModelVersions versionsOf(ModelPath path) {
    return models.find(path.model()).orElseThrow(() -> path.version().notServed(path.model()));
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
