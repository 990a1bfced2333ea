package org.glyphnet.tensorboard;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.glyphnet.files.DurableFiles;
import org.glyphnet.files.MaskedCrc32c;
import org.tensorflow.proto.Event;

/**
 * A file of TensorFlow's Event messages, each framed as a TFRecord: length (uint64), masked CRC-32C
 * of the length, the message, masked CRC-32C of the message, all little-endian (TensorFlow, {@code
 * core/lib/io/record_writer.h}).
 *
 * <p>The code that opened it closes it.
 */
final class EventFile implements Closeable {
  /** What the first message of every file says. */
  private static final String VERSION = "brain.Event:2";

  private static final int FRAME = Long.BYTES + 2 * Integer.BYTES;

  private final Path file;
  private final FileChannel channel;

  private EventFile(Path file) throws IOException {
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
  }

  /**
   * Begins a new file beside those that are there, under the name by which TensorBoard finds it.
   *
   * @param folder made where it is missing
   * @param now in the name and in the first message
   * @param host the machine's name, in the name
   */
  static EventFile create(Path folder, Instant now, String host) throws IOException {
    Files.createDirectories(folder);
    EventFile file = new EventFile(free(folder, now.getEpochSecond(), host));
    try {
      file.append(
          List.of(
              Event.newBuilder()
                  .setWallTime(now.toEpochMilli() / 1e3)
                  .setFileVersion(VERSION)
                  .build()));
      DurableFiles.sync(folder);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
    return file;
  }

  /** A run that goes on within the second in which it stopped needs another name. */
  private static Path free(Path folder, long second, String host) {
    String name = "events.out.tfevents." + second + "." + host + ".glyphnet";
    Path file = folder.resolve(name);
    for (int i = 1; Files.exists(file); i++) {
      file = folder.resolve(name + "." + i);
    }
    return file;
  }

  /** Adds messages at the end; they are on the disk when this returns. */
  void append(List<Event> events) throws IOException {
    int size = events.stream().mapToInt(event -> FRAME + event.getSerializedSize()).sum();
    ByteBuffer records = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    for (Event event : events) {
      byte[] data = event.toByteArray();
      records.putLong(data.length);
      records.putInt(MaskedCrc32c.of(records.slice(records.position() - Long.BYTES, Long.BYTES)));
      records.put(data);
      records.putInt(MaskedCrc32c.of(ByteBuffer.wrap(data)));
    }
    records.flip();
    try {
      while (records.hasRemaining()) {
        channel.write(records);
      }
      channel.force(true);
    } catch (IOException e) {
      throw DurableFiles.named(file, e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
