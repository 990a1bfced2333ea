package org.glyphnet.saving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.glyphnet.data.DataException;
import org.glyphnet.files.MaskedCrc32c;
import org.glyphnet.training.Progress;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;

/** A checkpoint's files: whatever is in them is read, or refused before TensorFlow believes it. */
class CheckpointPropertyTest {
  private static final long MAGIC = 0xdb4775248b80fb57L;

  @Property
  void anyBytesAreNoIndex(@ForAll @Size(max = 200) byte[] bytes) throws IOException {
    assertReadOrRefused(bytes);
  }

  /** The checksum is right, so that the damage is met by what reads the block. */
  @Property
  void anyBlockIsReadOrRefused(@ForAll @Size(max = 60) byte[] block) throws IOException {
    assertReadOrRefused(table(block));
  }

  @Property
  void aTensorOfAnySizeAtAnyPlaceIsReadOrRefused(
      @ForAll long offset, @ForAll long size, @ForAll long rows, @ForAll long columns)
      throws IOException {
    BundleEntryProto entry =
        BundleEntryProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .setShape(
                TensorShapeProto.newBuilder()
                    .addDim(TensorShapeProto.Dim.newBuilder().setSize(rows))
                    .addDim(TensorShapeProto.Dim.newBuilder().setSize(columns)))
            .setOffset(offset)
            .setSize(size)
            .build();
    assertReadOrRefused(table(block(entry.toByteArray())));
  }

  @Property
  void progressComesBackAsItWas(
      @ForAll @IntRange(max = 1000) int epochs,
      @ForAll @IntRange(max = 1000) int steps,
      @ForAll double costSum,
      @ForAll @DoubleRange(max = 1e9) double seconds)
      throws IOException {
    Path folder = Files.createTempDirectory("property");
    CheckpointPath checkpoint = CheckpointPath.in(folder, "classifier-1");
    ProgressFile written =
        new ProgressFile(
            new Progress(epochs, steps, 16 * steps, costSum, seconds),
            "i",
            "m",
            new Fingerprint(new TreeMap<>(Map.of("setup.training.seed", "-1")), null));
    Files.write(checkpoint.progress(), written.toBytes());

    assertThat(ProgressFile.read(checkpoint)).isEqualTo(written);

    Files.delete(checkpoint.progress());
    Files.delete(folder);
  }

  private static void assertReadOrRefused(byte[] index) throws IOException {
    Path folder = Files.createTempDirectory("property");
    CheckpointPath bundle = CheckpointPath.in(folder, "some");
    Path indexFile = bundle.index();
    Path data = bundle.data(0, 1);
    try {
      Files.write(indexFile, index);
      Files.write(data, new byte[16]);
      TensorBundle.read(bundle).checkData();
    } catch (DataException e) {
      assertThat(e.getMessage()).hasLineCount(1).contains(bundle.toString());
    } finally {
      Files.delete(indexFile);
      Files.delete(data);
      Files.delete(folder);
    }
  }

  /** A block with the bundle's header and one tensor. */
  private static byte[] block(byte[] tensor) {
    byte[] header = BundleHeaderProto.newBuilder().setNumShards(1).build().toByteArray();
    ByteBuffer block = ByteBuffer.allocate(300).order(ByteOrder.LITTLE_ENDIAN);
    block.put((byte) 0).put((byte) 0).put((byte) header.length).put(header);
    block.put((byte) 0).put((byte) 1).put((byte) tensor.length).put((byte) 'a').put(tensor);
    block.putInt(0).putInt(1);
    return Arrays.copyOf(block.array(), block.position());
  }

  /** A table of one block, as LevelDB's doc/table_format.md describes it. */
  private static byte[] table(byte[] block) {
    ByteBuffer table = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    byte[] blockHandle = place(table, block);
    byte[] metaHandle = place(table, new byte[] {0, 0, 0, 0, 1, 0, 0, 0});
    ByteBuffer index = ByteBuffer.allocate(50).order(ByteOrder.LITTLE_ENDIAN);
    index.put((byte) 0).put((byte) 1).put((byte) blockHandle.length).put((byte) 'z');
    index.put(blockHandle).putInt(0).putInt(1);
    byte[] indexHandle = place(table, Arrays.copyOf(index.array(), index.position()));
    int footer = table.position();
    table.put(metaHandle).put(indexHandle).position(footer + 40);
    table.putLong(MAGIC);
    return Arrays.copyOf(table.array(), table.position());
  }

  /** Adds a block and its trailer; returns its handle, two numbers of seven bits a byte. */
  private static byte[] place(ByteBuffer table, byte[] block) {
    int offset = table.position();
    CRC32C crc = new CRC32C();
    crc.update(block);
    crc.update(0);
    table.put(block).put((byte) 0).putInt(MaskedCrc32c.mask(crc));
    return new byte[] {
      (byte) ((offset & 0x7f) | 0x80), (byte) (offset >> 7),
      (byte) ((block.length & 0x7f) | 0x80), (byte) (block.length >> 7)
    };
  }
}
