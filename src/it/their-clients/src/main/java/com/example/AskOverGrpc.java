package com.example;

import inference.GRPCInferenceServiceGrpc;
import inference.GrpcPredictV2.InferTensorContents;
import inference.GrpcPredictV2.ModelInferRequest;
import inference.GrpcPredictV2.ModelInferResponse;
import inference.GrpcPredictV2.ServerReadyRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.BufferedReader;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;
import tensorflow.serving.Classification.ClassificationRequest;
import tensorflow.serving.GetModelMetadata.GetModelMetadataRequest;
import tensorflow.serving.GetModelStatus.GetModelStatusRequest;
import tensorflow.serving.Model.ModelSpec;
import tensorflow.serving.ModelServiceGrpc;
import tensorflow.serving.Predict.PredictRequest;
import tensorflow.serving.Predict.PredictResponse;
import tensorflow.serving.PredictionServiceGrpc;

/**
 * Starts the service in a process of its own and asks it with the classes that Apache Camel
 * generated for TensorFlow Serving and for KServe; fails when an answer is not what it should be.
 */
public final class AskOverGrpc {
  private static final String MODEL = "classifier-mnist";
  private static final int PIXELS = 28 * 28;
  private static final Pattern PORT = Pattern.compile("gRPC at 127\\.0\\.0\\.1:([0-9]+)");

  private AskOverGrpc() {}

  /** Takes the program's jar and the model's folder. */
  public static void main(String[] args) throws Exception {
    Process service =
        new ProcessBuilder(
                "java", "-jar", args[0], "serve", "--model", args[1], "--port", "0", "--grpc-port", "0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = service.inputReader()) {
      ManagedChannel channel =
          Grpc.newChannelBuilder("127.0.0.1:" + port(lines), InsecureChannelCredentials.create())
              .build();
      ask(channel);
      channel.shutdown().awaitTermination(10, TimeUnit.SECONDS);
    } finally {
      service.destroy();
      service.waitFor();
    }
  }

  private static String port(BufferedReader lines) throws Exception {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher found = PORT.matcher(line);
      if (found.find()) {
        return found.group(1);
      }
    }
    throw new IllegalStateException("the service ended before it told its port");
  }

  private static void ask(ManagedChannel channel) throws Exception {
    List<Float> theirs = overTensorFlowServing(channel);
    List<Float> others = overKserve(channel);
    check(theirs.size() == 10, "ten scores over TensorFlow Serving's protocol: " + theirs);
    check(theirs.equals(others), "the same scores over KServe's: " + others);
    System.out.println("Scores of an empty image over both protocols: " + theirs);
  }

  private static List<Float> overTensorFlowServing(ManagedChannel channel) throws Exception {
    var predictions =
        PredictionServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
    ModelSpec model = ModelSpec.newBuilder().setName(MODEL).build();
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : new long[] {1, 28, 28, 1}) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    PredictResponse answer =
        predictions.predict(
            PredictRequest.newBuilder()
                .setModelSpec(model)
                .putInputs(
                    "image",
                    TensorProto.newBuilder()
                        .setDtype(DataType.DT_FLOAT)
                        .setTensorShape(shape)
                        .addFloatVal(0)
                        .build())
                .build());
    var metadata =
        predictions.getModelMetadata(
            GetModelMetadataRequest.newBuilder()
                .setModelSpec(model)
                .addMetadataField("signature_def")
                .build());
    var status =
        ModelServiceGrpc.newBlockingStub(channel)
            .getModelStatus(GetModelStatusRequest.newBuilder().setModelSpec(model).build());
    check(
        metadata
            .getMetadataOrThrow("signature_def")
            .unpack(tensorflow.serving.GetModelMetadata.SignatureDefMap.class)
            .containsSignatureDef("serving_default"),
        "the signature among the metadata");
    check(
        status.getModelVersionStatus(0).getState().name().equals("AVAILABLE"),
        "the version is available: " + status);
    try {
      predictions.classify(ClassificationRequest.newBuilder().setModelSpec(model).build());
      check(false, "Classify is refused");
    } catch (StatusRuntimeException e) {
      check(e.getStatus().getCode() == Status.Code.UNIMPLEMENTED, "Classify is refused: " + e);
    }
    return answer.getOutputsOrThrow("scores").getFloatValList();
  }

  private static List<Float> overKserve(ManagedChannel channel) {
    var inference =
        GRPCInferenceServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
    check(
        inference.serverReady(ServerReadyRequest.getDefaultInstance()).getReady(),
        "the server is ready");
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    for (int i = 0; i < PIXELS; i++) {
      contents.addFp32Contents(0);
    }
    ModelInferResponse answer =
        inference.modelInfer(
            ModelInferRequest.newBuilder()
                .setModelName(MODEL)
                .addInputs(
                    ModelInferRequest.InferInputTensor.newBuilder()
                        .setName("image")
                        .setDatatype("FP32")
                        .addAllShape(List.of(1L, 28L, 28L, 1L))
                        .setContents(contents))
                .addOutputs(
                    ModelInferRequest.InferRequestedOutputTensor.newBuilder().setName("scores"))
                .build());
    var scores =
        answer
            .getRawOutputContents(0)
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    return List.of(
        java.util.stream.IntStream.range(0, scores.remaining())
            .mapToObj(scores::get)
            .toArray(Float[]::new));
  }

  private static void check(boolean isSo, String what) {
    if (!isSo) {
      throw new IllegalStateException("expected: " + what);
    }
  }
}
