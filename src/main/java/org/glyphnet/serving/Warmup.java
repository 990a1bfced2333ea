package org.glyphnet.serving;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageShape;
import org.glyphnet.inference.ServingGraph;
import org.glyphnet.saving.WarmupRequests;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Plays the requests that a version brings along, before others may ask it. They are a help and no
 * condition: whatever is wrong with them is told, and the version is served all the same.
 */
final class Warmup {
  private static final Logger LOG = LoggerFactory.getLogger(Warmup.class);

  /** Images of one request. */
  private static final int MOST_IMAGES = 65_536;

  private Warmup() {}

  /**
   * Plays them.
   *
   * @return how many were played
   */
  static int play(Path version, ServingGraph graph) {
    WarmupRequests.Content content;
    try {
      content = WarmupRequests.read(version);
    } catch (IOException | DataException e) {
      LOG.warn("No request is played to warm up: {}", e.getMessage());
      return 0;
    }
    if (content.skipped() > 0) {
      LOG.warn(
          "{}: {} requests to warm up are of another kind than Predict, and skipped",
          version,
          content.skipped());
    }
    int played = 0;
    for (Map<String, TensorProto> request : content.requests()) {
      try {
        run(request, graph);
        played++;
      } catch (RuntimeException e) {
        LOG.warn(
            "{}: a request to warm up cannot be played: {}",
            version,
            String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      }
    }
    return played;
  }

  private static void run(Map<String, TensorProto> request, ServingGraph graph) {
    if (request.size() != 1) {
      throw new DataException("the model has one input, found " + request.keySet());
    }
    TensorProto tensor = request.values().iterator().next();
    ImageShape shape = graph.shape();
    long[] sizes =
        tensor.getTensorShape().getDimList().stream()
            .mapToLong(TensorShapeProto.Dim::getSize)
            .toArray();
    boolean fits =
        tensor.getDtype() == DataType.DT_FLOAT
            && sizes.length == 4
            && sizes[0] >= 1
            && sizes[0] <= Math.min(MOST_IMAGES, Integer.MAX_VALUE / 4 / shape.size())
            && sizes[1] == shape.height()
            && sizes[2] == shape.width()
            && sizes[3] == shape.channels();
    if (!fits) {
      throw new DataException(
          String.format(
              java.util.Locale.ROOT,
              "expected DT_FLOAT [n, %d, %d, %d], found %s %s",
              shape.height(),
              shape.width(),
              shape.channels(),
              tensor.getDtype(),
              LongStream.of(sizes).boxed().toList()));
    }
    int images = (int) sizes[0];
    graph.run(List.of(values(tensor, images * shape.size())), images);
  }

  /** As TensorFlow reads them: the last value stands for all that are not there. */
  private static float[] values(TensorProto tensor, int size) {
    float[] values = new float[size];
    if (!tensor.getTensorContent().isEmpty()) {
      FloatBuffer content =
          tensor
              .getTensorContent()
              .asReadOnlyByteBuffer()
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer();
      if (content.remaining() != size) {
        throw new DataException("expected " + size + " elements, found " + content.remaining());
      }
      content.get(values);
      return values;
    }
    int given = Math.min(size, tensor.getFloatValCount());
    for (int i = 0; i < size; i++) {
      values[i] = given == 0 ? 0 : tensor.getFloatVal(Math.min(i, given - 1));
    }
    return values;
  }
}
