package org.glyphnet.serving.grpc;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import org.glyphnet.serving.Refusal;
import org.glyphnet.serving.ServiceDoor;
import org.glyphnet.serving.VersionStatus;
import org.glyphnet.serving.grpc.tensorflow.GetModelStatusRequest;
import org.glyphnet.serving.grpc.tensorflow.GetModelStatusResponse;
import org.glyphnet.serving.grpc.tensorflow.ModelServiceGrpc;
import org.glyphnet.serving.grpc.tensorflow.ModelVersionStatus;
import org.glyphnet.serving.grpc.tensorflow.ReloadConfigRequest;
import org.glyphnet.serving.grpc.tensorflow.ReloadConfigResponse;
import org.glyphnet.serving.grpc.tensorflow.StatusProto;
import org.tensorflow.proto.error.Code;

/** TensorFlow Serving's {@code ModelService}. */
final class ModelDoor extends ModelServiceGrpc.ModelServiceImplBase {
  private final ServiceDoor door;

  ModelDoor(ServiceDoor door) {
    this.door = door;
  }

  @Override
  public void getModelStatus(
      GetModelStatusRequest request, StreamObserver<GetModelStatusResponse> to) {
    Answers.send(to, () -> status(request));
  }

  private GetModelStatusResponse status(GetModelStatusRequest request) {
    if (!request.hasModelSpec()) {
      throw Refusal.badRequest("Missing ModelSpec");
    }
    GetModelStatusResponse.Builder response = GetModelStatusResponse.newBuilder();
    door.status(Specs.asked(request.getModelSpec()))
        .forEach(version -> response.addModelVersionStatus(status(version)));
    return response.build();
  }

  private static ModelVersionStatus status(VersionStatus version) {
    return ModelVersionStatus.newBuilder()
        .setVersion(version.version())
        .setState(
            switch (version.state()) {
              case LOADING -> ModelVersionStatus.State.LOADING;
              case AVAILABLE -> ModelVersionStatus.State.AVAILABLE;
              case UNLOADING -> ModelVersionStatus.State.UNLOADING;
              case END -> ModelVersionStatus.State.END;
            })
        .setStatus(
            StatusProto.newBuilder()
                .setErrorCode(Code.valueOf(version.errorCode()))
                .setErrorMessage(version.errorMessage()))
        .build();
  }

  @Override
  public void handleReloadConfigRequest(
      ReloadConfigRequest request, StreamObserver<ReloadConfigResponse> to) {
    to.onError(
        Status.UNIMPLEMENTED
            .withDescription("Versions are taken up from the model's folder by themselves")
            .asRuntimeException());
  }
}
