package org.tensorflow;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.ConfigProto;

/**
 * Sessions that run on a TensorFlow server instead of in this process.
 *
 * <p>It stands in TensorFlow's own package because {@link Session} has no public constructor that
 * takes a target, only a package-private one that takes a finished native session. Class path only:
 * on the module path two modules cannot share a package.
 */
public final class RemoteSession {
  private RemoteSession() {}

  /**
   * Opens a session on a server. It runs no initialisers by itself.
   *
   * @param graph stays the caller's, and open until the session is closed
   * @param target such as {@code grpc://localhost:2222}
   * @param config with {@code operation_timeout_in_ms}: without it, a server that does not answer
   *     is waited for for ever
   * @return the caller closes it
   * @throws org.tensorflow.exceptions.TensorFlowException when the server cannot be reached in time
   */
  @SuppressWarnings("try") // the scope frees what is made within it
  public static Session open(Graph graph, String target, ConfigProto config) {
    try (PointerScope scope = new PointerScope();
        Graph.Reference reference = graph.ref()) {
      TF_Status status = TF_Status.newStatus();
      TF_Session session =
          TF_Session.newSession(reference.nativeHandle(), options(target, config, status), status);
      status.throwExceptionIfNotOK();
      // Session's owner frees it; the scope only what was needed to make it.
      session.retainReference();
      return new Session(graph, session);
    }
  }

  private static TF_SessionOptions options(String target, ConfigProto config, TF_Status status) {
    TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
    tensorflow.TF_SetTarget(options, target);
    BytePointer bytes = new BytePointer(config.toByteArray());
    tensorflow.TF_SetConfig(options, bytes, bytes.capacity(), status);
    status.throwExceptionIfNotOK();
    return options;
  }
}
