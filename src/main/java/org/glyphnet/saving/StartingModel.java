package org.glyphnet.saving;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.glyphnet.Internal;
import org.glyphnet.data.DataException;
import org.glyphnet.files.Sha256;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.training.StartingValues;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;

/**
 * An exported model that another run starts from.
 *
 * @param spec its network; dropout and the momentum of batch normalisation are the book's, since
 *     only training knows them
 * @param values of its variables
 * @param notes what it tells of its images; class names are numbers where it does not
 * @param sha256 of all its weights
 */
@Internal
public record StartingModel(
    NetworkSpec spec, StartingValues values, ModelNotes notes, String sha256) {
  /**
   * Reads a version of any age.
   *
   * @throws DataException when it is missing, damaged or no network of glyphnet's
   */
  public static StartingModel read(Path version, SessionSettings settings) throws IOException {
    try (RestoredModel model =
        RestoredModel.fromSavedModel(version, Signatures.SERVE_TAG, settings)) {
      GraphDef graph = model.metaGraph().getGraphDef();
      NetworkSpec spec = SavedNetwork.of(graph, version.toString());
      Map<String, StartingValues.Value> values = new LinkedHashMap<>();
      MessageDigest digest = Sha256.digest();
      for (NodeDef node : graph.getNodeList()) {
        if (node.getOp().equals("VariableV2")) {
          value(model.session(), node.getName())
              .ifPresent(
                  value -> {
                    values.put(node.getName(), value);
                    update(digest, node.getName(), value.numbers());
                  });
        }
      }
      List<String> names =
          SavedModels.classNames(version)
              .orElseGet(
                  () -> LongStream.range(0, spec.classes()).mapToObj(Long::toString).toList());
      return new StartingModel(
          spec,
          new StartingValues(values),
          new ModelNotes(names, SavedModels.preparation(version)),
          HexFormat.of().formatHex(digest.digest()));
    }
  }

  /** Empty for a variable of another type than float32. */
  private static Optional<StartingValues.Value> value(Session session, String variable) {
    try (Result result = session.runner().fetch(variable).run()) {
      if (!(result.get(0) instanceof TFloat32 tensor)) {
        return Optional.empty();
      }
      float[] numbers = new float[Math.toIntExact(tensor.size())];
      tensor.asRawTensor().data().asFloats().read(numbers);
      List<Long> shape = LongStream.of(tensor.shape().asArray()).boxed().toList();
      return Optional.of(new StartingValues.Value(shape, numbers));
    }
  }

  /** The name, then the numbers as little-endian float32. */
  private static void update(MessageDigest digest, String name, float[] numbers) {
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    digest.update(bytes);
  }
}
