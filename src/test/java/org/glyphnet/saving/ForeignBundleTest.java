package org.glyphnet.saving;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.glyphnet.data.DataException;
import org.glyphnet.files.MaskedCrc32c;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.TensorSliceProto;

/** Checkpoints as other programs write them: read, and never called damaged. */
class ForeignBundleTest {
  private static final long MAGIC = 0xdb4775248b80fb57L;

  @TempDir Path folder;
  private CheckpointPath bundle;

  @BeforeEach
  void place() throws IOException {
    bundle = CheckpointPath.in(folder, "variables");
    Files.write(bundle.data(0, 1), new byte[16]);
  }

  @Test
  void aCompressedIndexIsReadAsAPlainOneIs() throws IOException {
    for (boolean compressed : new boolean[] {false, true}) {
      write(Map.of("w", variable(0, 16, 4)), compressed);

      TensorBundle.read(bundle).checkData();
      TensorBundle.read(bundle).checkFits(graph("w", 4));
    }
  }

  @Test
  void aCompressedIndexThatIsDamagedIsRefused() throws IOException {
    write(Map.of("w", variable(0, 16, 4)), true);
    byte[] index = Files.readAllBytes(bundle.index());
    index[3] ^= 1;
    Files.write(bundle.index(), index);

    assertThatThrownBy(() -> TensorBundle.read(bundle))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the checksum at byte 0 does not fit");
  }

  @Test
  void aVariableInPartsIsNotCalledDamaged() throws IOException {
    BundleEntryProto whole =
        BundleEntryProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .setShape(shape(8))
            .addSlices(slice(0, 4))
            .addSlices(slice(4, 4))
            .build();
    write(Map.of("w", whole, "w/part", variable(0, 16, 4)), false);

    assertThatCode(
            () -> {
              TensorBundle read = TensorBundle.read(bundle);
              read.checkData();
              read.checkFitsWhereThere(graph("w/part_0", 4));
            })
        .doesNotThrowAnyException();
  }

  @Test
  void aVariableThatIsNotSavedIsAllowedToOthersOnly() throws IOException {
    write(Map.of("w", variable(0, 16, 4)), false);
    TensorBundle read = TensorBundle.read(bundle);

    read.checkFitsWhereThere(graph("local/count", 1));
    assertThatThrownBy(() -> read.checkFits(graph("local/count", 1)))
        .hasMessageContaining("local/count is not there");
    assertThatThrownBy(() -> read.checkFitsWhereThere(graph("w", 5)))
        .hasMessageContaining("of another network");
  }

  private static BundleEntryProto variable(int offset, int size, int elements) {
    CRC32C crc = new CRC32C();
    crc.update(new byte[size]);
    return BundleEntryProto.newBuilder()
        .setDtype(DataType.DT_FLOAT)
        .setShape(shape(elements))
        .setOffset(offset)
        .setSize(size)
        .setCrc32C(MaskedCrc32c.mask(crc))
        .build();
  }

  private static TensorShapeProto shape(int size) {
    return TensorShapeProto.newBuilder()
        .addDim(TensorShapeProto.Dim.newBuilder().setSize(size))
        .build();
  }

  private static TensorSliceProto slice(int start, int length) {
    return TensorSliceProto.newBuilder()
        .addExtent(TensorSliceProto.Extent.newBuilder().setStart(start).setLength(length))
        .build();
  }

  private static GraphDef graph(String variable, int size) {
    return GraphDef.newBuilder()
        .addNode(
            NodeDef.newBuilder()
                .setName(variable)
                .setOp("VariableV2")
                .putAttr("dtype", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build())
                .putAttr("shape", AttrValue.newBuilder().setShape(shape(size)).build()))
        .build();
  }

  /** A table of one block, as LevelDB's doc/table_format.md describes it. */
  private void write(Map<String, BundleEntryProto> entries, boolean compressed) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    byte[] header = BundleHeaderProto.newBuilder().setNumShards(1).build().toByteArray();
    entry(block, "", header);
    for (Map.Entry<String, BundleEntryProto> one : new TreeMap<>(entries).entrySet()) {
      entry(block, one.getKey(), one.getValue().toByteArray());
    }
    ByteArrayOutputStream table = new ByteArrayOutputStream();
    byte[] handle = place(table, end(block), compressed);
    byte[] metaHandle = place(table, end(new ByteArrayOutputStream()), false);
    ByteArrayOutputStream index = new ByteArrayOutputStream();
    entry(index, "z", handle);
    byte[] indexHandle = place(table, end(index), compressed);
    ByteBuffer footer = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    footer.put(metaHandle).put(indexHandle).putLong(40, MAGIC);
    table.writeBytes(footer.array());
    Files.write(bundle.index(), table.toByteArray());
  }

  private static void entry(ByteArrayOutputStream block, String key, byte[] value) {
    block.write(0);
    block.write(key.length());
    block.write(value.length);
    block.writeBytes(key.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    block.writeBytes(value);
  }

  private static byte[] end(ByteArrayOutputStream block) {
    block.writeBytes(new byte[] {0, 0, 0, 0, 1, 0, 0, 0});
    return block.toByteArray();
  }

  /** Adds a block and its trailer; returns its handle. */
  private static byte[] place(ByteArrayOutputStream table, byte[] block, boolean compressed) {
    int offset = table.size();
    byte[] stored = compressed ? literals(block) : block;
    CRC32C crc = new CRC32C();
    crc.update(stored);
    crc.update(compressed ? 1 : 0);
    table.writeBytes(stored);
    table.write(compressed ? 1 : 0);
    table.writeBytes(
        ByteBuffer.allocate(4)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(MaskedCrc32c.mask(crc))
            .array());
    return new byte[] {
      (byte) ((offset & 0x7f) | 0x80), (byte) (offset >> 7),
      (byte) ((stored.length & 0x7f) | 0x80), (byte) (stored.length >> 7)
    };
  }

  /** Snappy's form of bytes that are kept as they are, fewer than 128. */
  private static byte[] literals(byte[] block) {
    ByteBuffer form = ByteBuffer.allocate(block.length + 3);
    form.put((byte) block.length).put((byte) (60 << 2)).put((byte) (block.length - 1)).put(block);
    return form.array();
  }
}
