package org.glyphnet.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.glyphnet.data.DataException;
import org.glyphnet.network.Activation;
import org.glyphnet.network.Padding;
import org.glyphnet.training.EpochResult;
import org.glyphnet.training.Fixtures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunRecordFileTest {
  private static final EpochResult UNTRAINED =
      new EpochResult(-1, Double.NaN, 0.068963, 0.071796, 0, 0);
  private static final EpochResult FIRST =
      new EpochResult(0, 1.0 / 3, 0.991166, 0.98665, 31.4, 1910.828025477707);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("run.json");
  }

  @Test
  void recordOfARunThatHasJustBegunComesBack() throws IOException {
    assertComesBack(begun());
  }

  @Test
  void recordWithTheUntrainedNetworksCostComesBack() throws IOException {
    assertComesBack(begun().withEpoch(UNTRAINED).withEpoch(FIRST));
  }

  @Test
  void recordOfAFinishedRunComesBack() throws IOException {
    assertComesBack(finished());
  }

  @Test
  void everyDoubleComesBackToTheLastBit() throws IOException {
    assertComesBack(
        begun()
            .withEpoch(
                new EpochResult(0, Double.MIN_VALUE, 0.1f, Math.nextDown(1.0), 1e-300, 1e300))
            .withEpoch(new EpochResult(1, 0.1 + 0.2, 0, 1, -0.0, Double.MAX_VALUE)));
  }

  @Test
  void costThatOverflowedComesBack() throws IOException {
    assertComesBack(
        begun()
            .withEpoch(new EpochResult(0, Double.POSITIVE_INFINITY, 0.1, 0.1, 1, 1))
            .withEpoch(new EpochResult(1, Double.NaN, 0.1, 0.1, 1, 1)));
  }

  /** JSON has no NaN: whoever reads the record in another language must not stumble over one. */
  @Test
  void untrainedNetworksCostIsNull() throws IOException {
    RunRecordFile.write(file, begun().withEpoch(UNTRAINED));

    JsonNode epoch = new ObjectMapper().readTree(Files.readAllBytes(file)).at("/epochs/0");
    assertThat(epoch.get("epoch").intValue()).isEqualTo(-1);
    assertThat(epoch.get("cost").isNull()).isTrue();
    assertThat(Files.readString(file)).doesNotContain("NaN");
  }

  @Test
  void keysAndChoicesAreWrittenAsOptionsAre() throws IOException {
    RunRecordFile.write(file, finished());

    JsonNode json = new ObjectMapper().readTree(Files.readAllBytes(file));
    assertThat(json.at("/setup/network/convolutions/layers/0/filters").intValue()).isEqualTo(3);
    assertThat(json.at("/setup/network/convolutions/layers/0/kernel_size").intValue()).isEqualTo(5);
    assertThat(json.at("/setup/training/batch_size").intValue()).isEqualTo(128);
    assertThat(json.at("/data/class_names/2").textValue()).isEqualTo("c");
    assertThat(json.at("/outcome/saved_model/from_run").textValue())
        .isEqualTo("../../saved_models/x/1");
    assertThat(json.at("/epochs/1/train_accuracy").doubleValue()).isEqualTo(0.991166);
    assertThat(json.at("/options/learning-rate").textValue()).isEqualTo("0.0002");
    assertThat(json.at("/times/finished").isTextual()).isTrue();
    assertThat(json.fieldNames().next()).isEqualTo("format");
  }

  @Test
  void networkAsItWasOnceWrittenIsTheSameNetwork() throws IOException {
    RunRecordFile.write(file, finished());
    ObjectMapper mapper = new ObjectMapper();
    var json = (com.fasterxml.jackson.databind.node.ObjectNode) mapper.readTree(file.toFile());
    json.remove("sha256");
    ((com.fasterxml.jackson.databind.node.ObjectNode) json.get("setup"))
        .set(
            "network",
            mapper.readTree(
                """
            {"height": 9, "width": 8, "channels": 1, "classes": 3, "filters1": 3, "filters2": 4,
             "units": 6, "kernel_size": 5, "padding": "SAME", "activation": "SWISH",
             "dropout": 0.1, "bn_momentum": 0.0, "bn_epsilon": 1.0E-8}
            """));
    mapper.writeValue(file.toFile(), json);

    assertThat(RunRecordFile.read(file).network())
        .isEqualTo(finished().network().withImage(9, 8, 1));
  }

  @Test
  void optionsKeepTheirOrder() throws IOException {
    RunRecordFile.write(file, begun());

    assertThat(RunRecordFile.read(file).options().keySet())
        .containsExactlyElementsOf(begun().options().keySet());
  }

  @Test
  void writingAgainReplacesTheRecordAndLeavesNothingBeside() throws IOException {
    RunRecordFile.write(file, finished());
    RunRecordFile.write(file, begun());

    assertThat(RunRecordFile.read(file)).isEqualTo(begun());
    assertThat(folder).isDirectoryContaining(file::equals);
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void missingRecordIsRefused() {
    assertRefused("not found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "3",
        "\"text\"",
        "{}",
        "{",
        "not json",
        "{\"run\": \"first\"}",
        "{\"run\": \"first\", \"unknown\": 1}"
      })
  void whatIsNoRecordIsRefused(String content) throws IOException {
    Files.writeString(file, content);

    assertRefused("run.json");
  }

  @Test
  void recordIsRefusedWhereverItIsCutOff() throws IOException {
    RunRecordFile.write(file, finished());
    byte[] whole = Files.readAllBytes(file);
    // The last byte is an end of line, without which the record is still whole.
    for (int length = 0; length < whole.length - 1; length += 7) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertRefused("run.json");
    }
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, (byte) 0xc3});

    assertRefused("run.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"filters\" : 3 -> \"filters\" : 0",
        "\"filters\" : 3 -> \"filters\" : null",
        "\"filters\" : 3 -> \"filters\" : \"many\"",
        "\"filters\" : 3, -> ",
        "\"batch_size\" : 128 -> \"batch_size\" : 1",
        "\"test_accuracy\" : 0.98665, -> ",
        "\"epochs\" : [ -> \"epochs\" : null, \"old\" : ["
      })
  void valueThatCannotBeIsRefused(String change) throws IOException {
    RunRecordFile.write(file, finished());
    String[] parts = change.split(" -> ", -1);
    String whole = Files.readString(file);
    assertThat(whole).contains(parts[0]);
    Files.writeString(file, unsealed(whole).replace(parts[0], parts[1]), UTF_8);

    assertRefused("not the record of a run, or damaged");
  }

  /** As {@code head -c -N run.json | sha256sum} tells it. */
  @Test
  void lastPropertyIsTheChecksumOfWhatStandsBeforeIt() throws Exception {
    RunRecordFile.write(file, finished());

    String whole = Files.readString(file);
    String before = whole.substring(0, whole.lastIndexOf(",\n  \"sha256\""));
    byte[] sum = MessageDigest.getInstance("SHA-256").digest(before.getBytes(UTF_8));
    assertThat(new ObjectMapper().readTree(whole).get("sha256").textValue())
        .isEqualTo(HexFormat.of().formatHex(sum));
  }

  /** Blanks around the checksum are in no sum, and mean nothing. */
  @Test
  void noFlippedBitIsTakenForWhatWasTrained() throws IOException {
    RunRecordFile.write(file, finished());
    byte[] whole = Files.readAllBytes(file);
    int bit = 0;
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << bit++ % 8);
      Files.write(file, flipped);
      RunRecord read;
      try {
        read = RunRecordFile.read(file);
      } catch (DataException e) {
        continue;
      }
      assertThat(read).as("byte %d", at).isEqualTo(finished());
    }
  }

  @Test
  void recordWithoutAChecksumIsTakenAsItIs() throws IOException {
    RunRecordFile.write(file, finished());
    Files.writeString(file, unsealed(Files.readString(file)));

    assertThat(RunRecordFile.read(file)).isEqualTo(finished());
  }

  private static String unsealed(String whole) {
    return whole.substring(0, whole.lastIndexOf(",\n  \"sha256\"")) + "\n}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"epochs", "setup", "outputs", "data", "options", "run"})
  void recordThatLacksAPartIsRefused(String part) throws IOException {
    RunRecordFile.write(file, finished());
    ObjectMapper mapper = new ObjectMapper();
    var json = (com.fasterxml.jackson.databind.node.ObjectNode) mapper.readTree(file.toFile());
    json.remove(List.of(part, "sha256"));
    mapper.writeValue(file.toFile(), json);

    assertRefused("run.json");
  }

  @Test
  void whatALaterVersionAddsIsPassedOver() throws IOException {
    RunRecordFile.write(file, finished());
    String whole = unsealed(Files.readString(file));
    Files.writeString(
        file,
        whole
            .replace("\"run\" :", "\"invented\" : {\"later\" : 1},\n  \"run\" :")
            .replace("\"cut\" :", "\"colour\" : \"grey\",\n    \"cut\" :"));

    assertThat(RunRecordFile.read(file)).isEqualTo(finished());
  }

  @Test
  void numbersThatCameIntoTheFormatLaterAreNotANumberWhereTheyAreMissing() throws IOException {
    RunRecordFile.write(file, finished());
    Files.writeString(
        file,
        unsealed(Files.readString(file))
            .replaceAll(",\\s*\"(validation_accuracy|validation_cost|learning_rate)\" : null", ""));
    assertThat(Files.readString(file)).doesNotContain("validation_accuracy");

    assertThat(RunRecordFile.read(file)).isEqualTo(finished());
  }

  @Test
  void recordOfANewerFormatIsRefusedWithBothNumbers() throws IOException {
    RunRecordFile.write(file, finished());
    Files.writeString(
        file, unsealed(Files.readString(file)).replace("\"format\" : 1", "\"format\" : 7"));

    assertRefused("of format 7, written by a newer glyphnet; this one reads up to format 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"model\" : \"x\" -> \"model\" : \"../../escaped\"",
        "\"run\" : \"first\" -> \"run\" : \"/first\"",
        "\"checkpoints/classifier-final\" -> \"../other/classifier-final\""
      })
  void nameThatLeadsElsewhereIsRefused(String change) throws IOException {
    RunRecordFile.write(file, finished());
    String[] parts = change.split(" -> ", -1);
    Files.writeString(file, unsealed(Files.readString(file)).replace(parts[0], parts[1]));

    assertRefused("damaged or forged");
  }

  private void assertComesBack(RunRecord record) throws IOException {
    RunRecordFile.write(file, record);

    assertThat(RunRecordFile.read(file)).isEqualTo(record);
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(() -> RunRecordFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(reason)
        .message()
        .hasLineCount(1);
  }

  private static RunRecord begun() {
    return Records.begun(
        "first",
        new java.util.TreeMap<>(Map.of("learning-rate", "0.0002", "dataset", "auto", "seed", "1")),
        Fixtures.spec().withActivation(Activation.SWISH).withConvolution(5, Padding.SAME),
        new RunRecord.Data(
            "synthetic",
            null,
            "mnist could not be downloaded",
            "ab12",
            12,
            false,
            List.of("ä\"\n", "b", "c"),
            "random",
            8,
            4,
            null),
        List.of());
  }

  private static RunRecord finished() {
    return begun()
        .withEpoch(UNTRAINED)
        .withEpoch(FIRST)
        .finished("2026-01-31T12:01:00Z", Records.outcome(0.991166, 0.98665, "cd34"));
  }
}
