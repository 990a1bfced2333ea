package org.glyphnet.serving.grpc;

import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.glyphnet.serving.Cancellation;
import org.glyphnet.serving.InferAnswer;
import org.glyphnet.serving.InferRequest;
import org.glyphnet.serving.Refusal;
import org.glyphnet.serving.ServerIdentity;
import org.glyphnet.serving.ServiceDoor;
import org.glyphnet.serving.TensorType;
import org.glyphnet.serving.grpc.inference.GRPCInferenceServiceGrpc;
import org.glyphnet.serving.grpc.inference.ModelInferRequest;
import org.glyphnet.serving.grpc.inference.ModelInferResponse;
import org.glyphnet.serving.grpc.inference.ModelMetadataRequest;
import org.glyphnet.serving.grpc.inference.ModelMetadataResponse;
import org.glyphnet.serving.grpc.inference.ModelReadyRequest;
import org.glyphnet.serving.grpc.inference.ModelReadyResponse;
import org.glyphnet.serving.grpc.inference.ServerLiveRequest;
import org.glyphnet.serving.grpc.inference.ServerLiveResponse;
import org.glyphnet.serving.grpc.inference.ServerMetadataRequest;
import org.glyphnet.serving.grpc.inference.ServerMetadataResponse;
import org.glyphnet.serving.grpc.inference.ServerReadyRequest;
import org.glyphnet.serving.grpc.inference.ServerReadyResponse;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** The Open Inference Protocol's {@code GRPCInferenceService}. */
final class InferenceDoor extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {
  private final ServiceDoor door;

  InferenceDoor(ServiceDoor door) {
    this.door = door;
  }

  @Override
  public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> to) {
    Answers.send(to, () -> ServerLiveResponse.newBuilder().setLive(true).build());
  }

  @Override
  public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> to) {
    Answers.send(to, () -> ServerReadyResponse.newBuilder().setReady(door.isReady()).build());
  }

  @Override
  public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> to) {
    Answers.send(to, () -> ModelReadyResponse.newBuilder().setReady(isServed(request)).build());
  }

  private boolean isServed(ModelReadyRequest request) {
    try {
      var unused = door.metadata(Specs.asked(request.getName(), request.getVersion()));
      return true;
    } catch (Refusal refusal) {
      if (refusal.status() == Refusal.NOT_FOUND) {
        return false;
      }
      throw refusal;
    }
  }

  @Override
  public void serverMetadata(
      ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> to) {
    Answers.send(
        to,
        () ->
            ServerMetadataResponse.newBuilder()
                .setName(ServerIdentity.NAME)
                .setVersion(ServerIdentity.version())
                .build());
  }

  @Override
  public void modelMetadata(
      ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> to) {
    Answers.send(to, () -> metadata(request));
  }

  private ModelMetadataResponse metadata(ModelMetadataRequest request) {
    ServiceDoor.Asked asked = Specs.asked(request.getName(), request.getVersion());
    ServiceDoor.Metadata metadata = door.metadata(asked);
    SignatureDef signature = metadata.signatures().get(Specs.DEFAULT);
    return ModelMetadataResponse.newBuilder()
        .setName(request.getName())
        .addAllVersions(door.versions(asked).stream().map(String::valueOf).toList())
        .setPlatform(ServerIdentity.PLATFORM)
        .addAllInputs(tensors(signature.getInputsMap()))
        .addAllOutputs(tensors(signature.getOutputsMap()))
        .build();
  }

  private static List<ModelMetadataResponse.TensorMetadata> tensors(
      Map<String, TensorInfo> tensors) {
    return new TreeMap<>(tensors)
        .entrySet().stream().map(entry -> tensor(entry.getKey(), entry.getValue())).toList();
  }

  private static ModelMetadataResponse.TensorMetadata tensor(String name, TensorInfo tensor) {
    return ModelMetadataResponse.TensorMetadata.newBuilder()
        .setName(name)
        .setDatatype(TensorType.nameOf(tensor.getDtype()))
        .addAllShape(
            tensor.getTensorShape().getDimList().stream()
                .map(TensorShapeProto.Dim::getSize)
                .toList())
        .build();
  }

  @Override
  public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> to) {
    Answers.sendLater(to, () -> infer(request));
  }

  private CompletableFuture<ModelInferResponse> infer(ModelInferRequest request) {
    ServiceDoor.Asked asked = Specs.asked(request.getModelName(), request.getModelVersion());
    List<InferRequest.Input> inputs = InferMessages.inputs(request, door.mostBytes());
    if (inputs.isEmpty()) {
      throw Refusal.badRequest("the request has no input");
    }
    List<InferRequest.Output> outputs =
        request.getOutputsList().stream()
            .map(output -> new InferRequest.Output(output.getName(), Optional.empty()))
            .toList();
    Optional<String> id = Optional.of(request.getId()).filter(text -> !text.isEmpty());
    CompletableFuture<InferAnswer> answer =
        door.infer(asked, "", new InferRequest(id, inputs, outputs, true));
    return Cancellation.passedOn(answer.thenApply(InferenceDoor::response), answer);
  }

  private static ModelInferResponse response(InferAnswer answer) {
    ModelInferResponse.Builder response =
        ModelInferResponse.newBuilder()
            .setModelName(answer.model())
            .setModelVersion(Long.toString(answer.version()))
            .setId(answer.id().orElse(""));
    answer.outputs().forEach(output -> InferMessages.add(response, output));
    return response.build();
  }
}
