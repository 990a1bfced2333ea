package org.glyphnet.serving.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.Int64Value;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.glyphnet.serving.Cancellation;
import org.glyphnet.serving.InferAnswer;
import org.glyphnet.serving.InferRequest;
import org.glyphnet.serving.Refusal;
import org.glyphnet.serving.ServiceDoor;
import org.glyphnet.serving.grpc.tensorflow.ClassificationRequest;
import org.glyphnet.serving.grpc.tensorflow.ClassificationResponse;
import org.glyphnet.serving.grpc.tensorflow.GetModelMetadataRequest;
import org.glyphnet.serving.grpc.tensorflow.GetModelMetadataResponse;
import org.glyphnet.serving.grpc.tensorflow.ModelSpec;
import org.glyphnet.serving.grpc.tensorflow.MultiInferenceRequest;
import org.glyphnet.serving.grpc.tensorflow.MultiInferenceResponse;
import org.glyphnet.serving.grpc.tensorflow.PredictRequest;
import org.glyphnet.serving.grpc.tensorflow.PredictResponse;
import org.glyphnet.serving.grpc.tensorflow.PredictionServiceGrpc;
import org.glyphnet.serving.grpc.tensorflow.RegressionRequest;
import org.glyphnet.serving.grpc.tensorflow.RegressionResponse;
import org.glyphnet.serving.grpc.tensorflow.SignatureDefMap;

/** TensorFlow Serving's {@code PredictionService}. */
final class PredictionDoor extends PredictionServiceGrpc.PredictionServiceImplBase {
  private static final String SIGNATURES = "signature_def";

  private final ServiceDoor door;

  PredictionDoor(ServiceDoor door) {
    this.door = door;
  }

  @Override
  public void predict(PredictRequest request, StreamObserver<PredictResponse> to) {
    Answers.sendLater(to, () -> predict(request));
  }

  private CompletableFuture<PredictResponse> predict(PredictRequest request) {
    if (!request.hasModelSpec()) {
      throw Refusal.badRequest("Missing ModelSpec");
    }
    ModelSpec spec = request.getModelSpec();
    List<InferRequest.Input> inputs =
        request.getInputsMap().entrySet().stream()
            .map(entry -> TensorMessages.read(entry.getKey(), entry.getValue(), door.mostBytes()))
            .toList();
    if (inputs.isEmpty()) {
      throw Refusal.badRequest("the request has no input");
    }
    List<InferRequest.Output> outputs =
        request.getOutputFilterList().stream()
            .map(name -> new InferRequest.Output(name, Optional.empty()))
            .toList();
    CompletableFuture<InferAnswer> answer =
        door.infer(
            Specs.asked(spec),
            spec.getSignatureName(),
            new InferRequest(Optional.empty(), inputs, outputs, true));
    return Cancellation.passedOn(
        answer.thenApply(found -> response(found, spec.getSignatureName())), answer);
  }

  private static PredictResponse response(InferAnswer answer, String signature) {
    PredictResponse.Builder response =
        PredictResponse.newBuilder()
            .setModelSpec(
                Specs.answered(answer.model(), answer.version()).toBuilder()
                    .setSignatureName(signature.isEmpty() ? Specs.DEFAULT : signature));
    answer
        .outputs()
        .forEach(output -> response.putOutputs(output.name(), TensorMessages.write(output)));
    return response.build();
  }

  @Override
  public void getModelMetadata(
      GetModelMetadataRequest request, StreamObserver<GetModelMetadataResponse> to) {
    Answers.send(to, () -> metadata(request));
  }

  private GetModelMetadataResponse metadata(GetModelMetadataRequest request) {
    if (!request.hasModelSpec()) {
      throw Refusal.badRequest("Missing ModelSpec");
    }
    if (request.getMetadataFieldCount() == 0) {
      throw Refusal.badRequest("Need at least one metadata_field");
    }
    for (String field : request.getMetadataFieldList()) {
      if (!field.equals(SIGNATURES)) {
        throw Refusal.badRequest("Metadata field %s is not supported", field);
      }
    }
    ServiceDoor.Metadata metadata = door.metadata(Specs.asked(request.getModelSpec()));
    SignatureDefMap signatures =
        SignatureDefMap.newBuilder().putAllSignatureDef(metadata.signatures()).build();
    return GetModelMetadataResponse.newBuilder()
        .setModelSpec(
            ModelSpec.newBuilder()
                .setName(request.getModelSpec().getName())
                .setVersion(Int64Value.of(metadata.version())))
        .putMetadata(SIGNATURES, Any.pack(signatures))
        .build();
  }

  @Override
  public void classify(ClassificationRequest request, StreamObserver<ClassificationResponse> to) {
    refuse(to, "Classify");
  }

  @Override
  public void regress(RegressionRequest request, StreamObserver<RegressionResponse> to) {
    refuse(to, "Regress");
  }

  @Override
  public void multiInference(
      MultiInferenceRequest request, StreamObserver<MultiInferenceResponse> to) {
    refuse(to, "MultiInference");
  }

  private static void refuse(StreamObserver<?> to, String method) {
    to.onError(
        Status.UNIMPLEMENTED
            .withDescription(
                method
                    + " takes tf.Example messages, for which no model here has a signature; ask"
                    + " Predict")
            .asRuntimeException());
  }
}
