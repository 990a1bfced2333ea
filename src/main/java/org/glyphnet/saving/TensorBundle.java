package org.glyphnet.saving;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.glyphnet.data.DataException;
import org.glyphnet.files.MaskedCrc32c;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/**
 * The tensors of a checkpoint, or of a SavedModel's variables, without TensorFlow: {@code .index}
 * names each with type, shape, place and checksum, {@code .data-…} holds them.
 *
 * <p>It is checked before TensorFlow reads it, because TensorFlow trusts what an index says.
 */
final class TensorBundle {
  private static final int CHUNK = 1 << 20;
  private static final int EXPONENT = 0x7f800000;

  private final CheckpointPath path;
  private final int shards;
  private final Map<String, BundleEntryProto> entries;

  private TensorBundle(CheckpointPath path, int shards, Map<String, BundleEntryProto> entries) {
    this.path = path;
    this.shards = shards;
    this.entries = entries;
  }

  /**
   * Reads the index.
   *
   * @throws DataException when it is missing or damaged, or speaks of more than the data has
   */
  static TensorBundle read(CheckpointPath path) throws IOException {
    Path index = path.index();
    Map<String, ByteBuffer> table = LevelDbTable.read(index);
    ByteBuffer first = table.remove("");
    if (first == null) {
      throw new DataException(index + ": not a checkpoint's index: it has no header");
    }
    Map<String, BundleEntryProto> entries = new TreeMap<>();
    try {
      BundleHeaderProto header = BundleHeaderProto.parseFrom(first);
      if (header.getEndianness() != BundleHeaderProto.Endianness.LITTLE) {
        throw new DataException(index + ": written on a big-endian machine; it cannot be read");
      }
      for (Map.Entry<String, ByteBuffer> row : table.entrySet()) {
        entries.put(row.getKey(), BundleEntryProto.parseFrom(row.getValue()));
      }
      TensorBundle bundle = new TensorBundle(path, header.getNumShards(), entries);
      bundle.checkPlaces(index);
      return bundle;
    } catch (InvalidProtocolBufferException e) {
      throw new DataException(index + ": not a checkpoint's index, or damaged", e);
    }
  }

  /**
   * Compares every tensor with its checksum.
   *
   * @throws DataException when one does not fit
   */
  void checkData() throws IOException {
    for (Map.Entry<String, BundleEntryProto> tensor : entries.entrySet()) {
      if (tensor.getValue().getDtype() == DataType.DT_STRING || isInParts(tensor.getValue())) {
        // Text has a checksum of another form, which TensorFlow compares; parts have entries of
        // their own.
        continue;
      }
      CRC32C crc = new CRC32C();
      chunks(tensor.getValue(), crc::update);
      if (MaskedCrc32c.mask(crc) != tensor.getValue().getCrc32C()) {
        throw new DataException(
            data(tensor.getValue()) + ": damaged: the checksum of " + tensor.getKey() + " differs");
      }
    }
  }

  /**
   * Compares names, types and shapes with the variables of a graph of this program.
   *
   * @throws DataException when a variable is missing or of another kind
   */
  void checkFits(GraphDef graph) {
    checkFits(graph, false);
  }

  /**
   * Compares types and shapes with the variables of a graph of another program. It may have
   * variables that are not saved, and ones that are saved in parts under another name; whether one
   * is missing, TensorFlow finds when it restores.
   *
   * @throws DataException when a variable is of another kind
   */
  void checkFitsWhereThere(GraphDef graph) {
    checkFits(graph, true);
  }

  private void checkFits(GraphDef graph, boolean mayMiss) {
    for (NodeDef node : graph.getNodeList()) {
      if (node.getOp().equals("VariableV2") && !(mayMiss && !entries.containsKey(node.getName()))) {
        String wanted =
            kind(node.getAttrOrThrow("dtype").getType(), node.getAttrOrThrow("shape").getShape());
        BundleEntryProto entry = entries.get(node.getName());
        String found = entry == null ? "not there" : kind(entry.getDtype(), entry.getShape());
        if (!found.equals(wanted)) {
          throw new DataException(
              path
                  + ": of another network: "
                  + node.getName()
                  + " is "
                  + found
                  + ", not "
                  + wanted);
        }
      }
    }
  }

  /** Name of a variable that holds a float that is not a finite number. */
  Optional<String> notFinite() throws IOException {
    for (Map.Entry<String, BundleEntryProto> tensor : entries.entrySet()) {
      boolean[] finite = {true};
      if (tensor.getValue().getDtype() == DataType.DT_FLOAT && !isInParts(tensor.getValue())) {
        chunks(tensor.getValue(), chunk -> finite[0] &= allFinite(chunk));
      }
      if (!finite[0]) {
        return Optional.of(tensor.getKey());
      }
    }
    return Optional.empty();
  }

  private static boolean allFinite(ByteBuffer chunk) {
    var bits = chunk.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    while (bits.hasRemaining()) {
      if ((bits.get() & EXPONENT) == EXPONENT) {
        return false;
      }
    }
    return true;
  }

  private void checkPlaces(Path index) throws IOException {
    for (Map.Entry<String, BundleEntryProto> tensor : entries.entrySet()) {
      BundleEntryProto entry = tensor.getValue();
      if (isInParts(entry)) {
        continue;
      }
      Path data = data(entry);
      if (!Files.isRegularFile(data)) {
        throw new DataException(data + ": not found");
      }
      long length = Files.size(data);
      if (entry.getOffset() < 0
          || entry.getSize() < 0
          || entry.getOffset() > length - entry.getSize()) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s: ends at byte %,d, but %s ends at %,d; cut off, or of another checkpoint",
                data,
                length,
                tensor.getKey(),
                entry.getOffset() + entry.getSize()));
      }
      if (bytes(entry) >= 0 && bytes(entry) != entry.getSize()) {
        throw new DataException(
            index
                + ": damaged: "
                + tensor.getKey()
                + " is "
                + kind(entry.getDtype(), entry.getShape())
                + " in "
                + entry.getSize()
                + " bytes");
      }
    }
  }

  /** Whether an entry only tells the shape of a variable whose parts are saved one by one. */
  private static boolean isInParts(BundleEntryProto entry) {
    return entry.getSlicesCount() > 0;
  }

  /** How many bytes a tensor of such a type and shape takes; -1 where the type does not tell. */
  private static long bytes(BundleEntryProto entry) {
    long size =
        switch (entry.getDtype()) {
          case DT_FLOAT, DT_INT32 -> 4;
          case DT_INT64, DT_DOUBLE -> 8;
          default -> 0;
        };
    if (size == 0) {
      return -1;
    }
    try {
      for (TensorShapeProto.Dim dim : entry.getShape().getDimList()) {
        size = Math.multiplyExact(size, Math.max(0, dim.getSize()));
      }
      return size;
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  private void chunks(BundleEntryProto entry, Consumer<ByteBuffer> each) throws IOException {
    try (FileChannel channel = FileChannel.open(data(entry))) {
      ByteBuffer chunk = ByteBuffer.allocateDirect((int) Math.min(CHUNK, entry.getSize()));
      channel.position(entry.getOffset());
      for (long left = entry.getSize(); left > 0; ) {
        chunk.clear().limit((int) Math.min(chunk.capacity(), left));
        while (chunk.hasRemaining() && channel.read(chunk) >= 0) {}
        left -= chunk.flip().remaining();
        if (!chunk.hasRemaining()) {
          throw new DataException(data(entry) + ": ends in the middle of a tensor");
        }
        each.accept(chunk);
      }
    }
  }

  private Path data(BundleEntryProto entry) {
    return path.data(entry.getShardId(), shards);
  }

  private static String kind(DataType type, TensorShapeProto shape) {
    String dims =
        shape.getDimList().stream()
            .map(dim -> Long.toString(dim.getSize()))
            .collect(Collectors.joining(", "));
    return type.name().replaceFirst("^DT_", "").toLowerCase(java.util.Locale.ROOT)
        + " ["
        + dims
        + "]";
  }
}
