/**
 * The running service over gRPC: TensorFlow Serving's {@code PredictionService} and {@code
 * ModelService}, the Open Inference Protocol's {@code GRPCInferenceService}, health and reflection.
 * Needs grpc-java. The messages' classes are generated from {@code src/main/proto}; those of
 * tensors and signatures are TensorFlow Java's own.
 *
 * <p>Internal: it may change with any release.
 */
package org.glyphnet.serving.grpc;
