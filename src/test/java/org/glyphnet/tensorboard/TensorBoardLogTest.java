package org.glyphnet.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.glyphnet.network.ConvNet;
import org.glyphnet.report.FilterBank;
import org.glyphnet.training.EpochResult;
import org.glyphnet.training.Evaluation;
import org.glyphnet.training.Fixtures;
import org.glyphnet.training.TrainingListener.EpochEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.HistogramProto;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.Summary;
import org.tensorflow.types.TString;

class TensorBoardLogTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00.5Z"), ZoneOffset.UTC);
  private static final Evaluation NONE = new Evaluation(0, 0, new int[0], "");

  @TempDir Path folder;

  /** Two epochs of a network that stands still; returns the events that were written. */
  private List<Event> log() throws IOException {
    try (ConvNet net = Fixtures.net(1);
        Session session = new Session(net.graph())) {
      session.initialize();
      try (TensorBoardLog log = new TensorBoardLog(folder, net, Fixtures.FAST, CLOCK)) {
        log.epochEnded(end(new EpochResult(-1, Double.NaN, 0.25, 0.125, 0, 0), session));
        log.epochEnded(end(new EpochResult(0, 0.75, 0.5, 0.375, 8, 6000), session));
      }
    }
    return events(onlyFile());
  }

  private static EpochEnd end(EpochResult result, Session session) {
    return new EpochEnd(result, NONE, NONE, false, session);
  }

  private Path onlyFile() throws IOException {
    try (var files = Files.list(folder)) {
      return files.reduce((a, b) -> null).orElseThrow();
    }
  }

  private static List<Summary.Value> values(List<Event> events) {
    return events.stream().flatMap(e -> e.getSummary().getValueList().stream()).toList();
  }

  private static List<Float> scalars(List<Event> events, String tag) {
    return values(events).stream()
        .filter(v -> v.getTag().equals(tag))
        .map(Summary.Value::getSimpleValue)
        .toList();
  }

  @Test
  void fileIsNamedAndBegunAsTensorBoardExpects() throws IOException {
    List<Event> events = log();

    assertThat(onlyFile().getFileName().toString())
        .matches("events\\.out\\.tfevents\\.1767225600\\..+\\.glyphnet");
    assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    assertThat(events.get(0).getWallTime()).isEqualTo(1767225600.5);
  }

  @Test
  void scalarsAreTheEpochs() throws IOException {
    List<Event> events = log();

    assertThat(scalars(events, "accuracy/train")).containsExactly(0.25f, 0.5f);
    assertThat(scalars(events, "accuracy/test")).containsExactly(0.125f, 0.375f);
    assertThat(scalars(events, "learning_rate")).containsExactly(0.01f, 0.01f);
    assertThat(scalars(events, "cost")).containsExactly(0.75f);
    assertThat(scalars(events, "images_per_second")).containsExactly(6000f);
  }

  @Test
  void filtersAreAPicture() throws IOException {
    Summary.Image image =
        values(log()).stream().filter(Summary.Value::hasImage).findFirst().orElseThrow().getImage();

    var picture =
        ImageIO.read(new ByteArrayInputStream(image.getEncodedImageString().toByteArray()));
    assertThat(picture.getWidth()).isEqualTo(image.getWidth());
    assertThat(picture.getHeight()).isEqualTo(image.getHeight());
  }

  @Test
  void everyTrainableVariableHasAHistogramOfAllItsValues() throws IOException {
    List<Summary.Value> histograms =
        values(log()).stream().filter(Summary.Value::hasHisto).limit(12).toList();

    assertThat(histograms)
        .extracting(Summary.Value::getTag)
        .contains("Conv2d_Layer1/kernel", "DenseLayer4/bias", "BatchNorm_Layer3/gamma")
        .doesNotContain("global_step", "BatchNorm_Layer3/moving_mean")
        .doesNotHaveDuplicates();
    HistogramProto kernel =
        histograms.stream()
            .filter(v -> v.getTag().equals("Conv2d_Layer1/kernel"))
            .findFirst()
            .orElseThrow()
            .getHisto();
    try (ConvNet net = Fixtures.net(1);
        Session session = new Session(net.graph())) {
      session.initialize();
      double largest = 0;
      for (float weight : FilterBank.read(session).weights()) {
        largest = Math.max(largest, Math.abs(weight));
      }
      assertThat(Math.max(-kernel.getMin(), kernel.getMax())).isEqualTo(largest);
    }
    assertThat(kernel.getNum()).isEqualTo(5 * 5 * 3);
    assertThat(kernel.getBucketList().stream().mapToDouble(d -> d).sum()).isEqualTo(75);
    assertThat(kernel.getBucketLimitList()).isSorted().endsWith(kernel.getMax());
  }

  @Test
  void numbersThatAreNoneAreLeftOutOfAHistogram() {
    HistogramProto histogram =
        Histograms.of(new float[] {Float.NaN, 1, 1, 2, Float.NEGATIVE_INFINITY}).orElseThrow();

    assertThat(histogram.getNum()).isEqualTo(3);
    assertThat(histogram.getSum()).isEqualTo(4);
    assertThat(histogram.getSumSquares()).isEqualTo(6);
    assertThat(histogram.getBucket(0)).isEqualTo(2);
    assertThat(Histograms.of(new float[] {Float.NaN})).isEmpty();
    assertThat(Histograms.of(new float[] {3, 3}).orElseThrow().getBucketList())
        .containsExactly(2.0);
  }

  @Test
  void everyEpochIsThereAsSoonAsItHasEnded() throws IOException {
    try (ConvNet net = Fixtures.net(1);
        Session session = new Session(net.graph())) {
      session.initialize();
      try (TensorBoardLog log = new TensorBoardLog(folder, net, Fixtures.FAST, CLOCK)) {
        assertThat(events(onlyFile())).hasSize(1);
        log.epochEnded(end(new EpochResult(-1, Double.NaN, 0.25, 0.125, 0, 0), session));
        assertThat(scalars(events(onlyFile()), "accuracy/test")).containsExactly(0.125f);
      }
    }
  }

  @Test
  void settingsAreATableForTheTextPage() throws IOException {
    Summary.Value text = settings().get(0);

    assertThat(text.getTag()).isEqualTo("settings/text_summary");
    assertThat(text.getMetadata().getPluginData().getPluginName()).isEqualTo("text");
    assertThat(text.getTensor().getTensorShape().getDimList())
        .extracting(dimension -> dimension.getSize())
        .containsExactly(3L, 2L);
    assertThat(text.getTensor().getStringValList())
        .extracting(ByteString::toStringUtf8)
        .containsExactly("activation", "leaky", "dropout", "0.1", "resume", "true");
  }

  /** The plug-in's own message, field by field, as its protocol file numbers them. */
  @Test
  void settingsAreHyperparametersWithTheirTypes() throws IOException {
    Summary.Value value = settings().get(1);

    assertThat(value.getTag()).isEqualTo("_hparams_/session_start_info");
    assertThat(value.getMetadata().getPluginData().getPluginName()).isEqualTo("hparams");
    UnknownFieldSet data =
        UnknownFieldSet.parseFrom(value.getMetadata().getPluginData().getContent());
    assertThat(data.asMap()).containsOnlyKeys(3);
    UnknownFieldSet start =
        UnknownFieldSet.parseFrom(data.getField(3).getLengthDelimitedList().get(0));
    assertThat(start.getField(4).getLengthDelimitedList().get(0).toStringUtf8()).isEqualTo("a-run");
    assertThat(Double.longBitsToDouble(start.getField(5).getFixed64List().get(0)))
        .isEqualTo(1767225600.5);
    Map<String, Value> values =
        Struct.parseFrom(
                UnknownFieldSet.newBuilder().addField(1, start.getField(1)).build().toByteString())
            .getFieldsMap();
    assertThat(values.get("dropout").getNumberValue()).isEqualTo(0.1);
    assertThat(values.get("activation").getStringValue()).isEqualTo("leaky");
    assertThat(values.get("resume").getBoolValue()).isTrue();
  }

  private List<Summary.Value> settings() throws IOException {
    try (ConvNet net = Fixtures.net(1);
        TensorBoardLog log = new TensorBoardLog(folder, net, Fixtures.FAST, CLOCK)) {
      log.settings("a-run", Map.of("dropout", "0.1", "activation", "leaky", "resume", "true"));
    }
    return values(events(onlyFile()));
  }

  /** TensorBoard forgets what earlier files of the folder have from that step on. */
  @Test
  void everyFileSaysAtWhichStepItBegins() throws IOException {
    Event begin = log().get(1);

    assertThat(begin.getSessionLog().getStatus()).isEqualTo(SessionLog.SessionStatus.START);
    assertThat(begin.getStep()).isZero();
  }

  @Test
  void secondFileOfTheSameSecondHasAnotherName() throws IOException {
    EventFile.create(folder, CLOCK.instant(), "host").close();
    EventFile.create(folder, CLOCK.instant(), "host").close();

    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "events.out.tfevents.1767225600.host.glyphnet",
              "events.out.tfevents.1767225600.host.glyphnet.1");
    }
  }

  /** TensorFlow's own reader, which checks both checksums of every record. */
  @Test
  void tensorFlowReadsEveryRecord() throws IOException {
    List<Event> events = log();

    assertThat(readByTensorFlow(onlyFile())).isEqualTo(events);
  }

  @Test
  void tensorFlowRefusesARecordWithAFlippedBit() throws IOException {
    log();
    byte[] bytes = Files.readAllBytes(onlyFile());
    bytes[bytes.length / 2] ^= 4;
    Path damaged = Files.write(folder.resolve("damaged"), bytes);

    assertThatThrownBy(() -> readByTensorFlow(damaged)).hasMessageContaining("corrupted record");
  }

  private static List<Event> readByTensorFlow(Path file) throws InvalidProtocolBufferException {
    List<Event> events = new ArrayList<>();
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      var queue = tf.io.fifoQueue(List.of(TString.class));
      var put = tf.io.queueEnqueue(queue, List.of(tf.constant(file.toString())));
      var end = tf.io.queueClose(queue);
      var read = tf.io.readerReadUpTo(tf.io.tfRecordReader(), queue, tf.constant(1000L));
      session.runner().addTarget(put).run().close();
      session.runner().addTarget(end).run().close();
      try (var result = session.runner().fetch(read.values()).run()) {
        for (var record : ((TString) result.get(0)).asBytes().scalars()) {
          events.add(Event.parseFrom(record.getObject()));
        }
      }
    }
    return events;
  }

  /** Reads records by their description, with a checksum computed bit by bit. */
  private static List<Event> events(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] head = new byte[8];
      bytes.get(head);
      assertThat(bytes.getInt()).isEqualTo(masked(crc32c(head)));
      byte[] data =
          new byte[Math.toIntExact(ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong())];
      bytes.get(data);
      assertThat(bytes.getInt()).isEqualTo(masked(crc32c(data)));
      events.add(Event.parseFrom(data));
    }
    return events;
  }

  /** TFRecord's description: ((crc >> 15) | (crc << 17)) + 0xa282ead8. */
  private static int masked(int crc) {
    return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
  }

  /** Castagnoli's polynomial, reflected (RFC 3720, appendix B.4). */
  private static int crc32c(byte[] bytes) {
    int crc = ~0;
    for (byte b : bytes) {
      crc ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0x82f63b78);
      }
    }
    return ~crc;
  }

  /** The check value of RFC 3720's catalogue entry: CRC-32C of "123456789" is e3069283. */
  @Test
  void checksumOfTheTestIsTheStandards() {
    assertThat(crc32c("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xe3069283);
  }
}
