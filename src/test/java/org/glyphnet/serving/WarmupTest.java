package org.glyphnet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.glyphnet.data.DataException;
import org.glyphnet.inference.Classifier;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.saving.WarmupRequests;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.DataType;

/** TensorFlow Serving's file of requests that are played while a version is loaded. */
class WarmupTest {
  @TempDir Path folder;
  private Path version;
  private Path file;

  @BeforeEach
  void export() throws IOException {
    version = TinyModel.exportDigits(folder.resolve("digits"), 1);
    file = version.resolve("assets.extra/tf_serving_warmup_requests");
  }

  @Test
  void anExportWritesASingleImageAndAFullBatchAndBothArePlayed() throws IOException {
    assertThat(WarmupRequests.read(version).requests())
        .extracting(request -> request.get("image").getTensorShape().getDim(0).getSize())
        .containsExactly(1L, 128L);
    assertThat(WarmupRequests.read(version).requests())
        .extracting(request -> request.get("image").getDtype())
        .containsOnly(DataType.DT_FLOAT);
    assertThat(played()).isEqualTo(2);
  }

  /** The bytes that tensorflow/serving's prediction_log.proto gives to these numbers. */
  @Test
  void theFirstRecordIsThePredictLogOfTheProtocolFile() throws IOException {
    byte[] bytes = Files.readAllBytes(file);

    assertThat(bytes[12]).as("predict_log = 6, a message").isEqualTo((byte) (6 << 3 | 2));
    assertThat(bytes[14]).as("request = 1, a message").isEqualTo((byte) (1 << 3 | 2));
    assertThat(bytes[16]).as("model_spec = 1, a message").isEqualTo((byte) (1 << 3 | 2));
    assertThat(bytes[18]).as("signature_name = 3, a string").isEqualTo((byte) (3 << 3 | 2));
  }

  @Test
  void aDamagedFileIsToldAndTheVersionIsServed() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[20] ^= 1;
    Files.write(file, bytes);
    Files.delete(version.resolve("assets.extra/sha256.txt"));

    assertThatThrownBy(() -> WarmupRequests.read(version))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("damaged: record 0 does not match its checksum");
    try (HttpService service =
        HttpService.start(
            "digits", folder.resolve("digits"), ServiceSettings.byDefault().withPort(0))) {
      assertThat(service.versions().get("digits")).isEqualTo(1);
    }
  }

  @Test
  void aFileThatIsCutOffAtAnyByteOfARecordIsDamaged() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int record = 16 + bytes[0];
    assertThat(bytes.length).isGreaterThan(record);
    for (int length = 1; length < record; length++) {
      Files.write(file, java.util.Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> WarmupRequests.read(version))
          .as("%d bytes", length)
          .isInstanceOf(DataException.class);
    }
  }

  @Test
  void otherKindsOfRequestsAreSkipped() throws IOException {
    byte[] regress = {2 << 3 | 2, 0};
    java.nio.ByteBuffer record =
        java.nio.ByteBuffer.allocate(18).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    record.putLong(2);
    record.putInt(org.glyphnet.files.MaskedCrc32c.of(record.slice(0, 8)));
    record.put(regress);
    record.putInt(org.glyphnet.files.MaskedCrc32c.of(java.nio.ByteBuffer.wrap(regress)));
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(record.array());
    both.writeBytes(Files.readAllBytes(file));
    Files.write(file, both.toByteArray());
    Files.delete(version.resolve("assets.extra/sha256.txt"));

    assertThat(WarmupRequests.read(version).skipped()).isEqualTo(1);
    assertThat(played()).isEqualTo(2);
  }

  private int played() throws IOException {
    try (Classifier classifier = Classifier.load(version, SessionSettings.ofThisMachine())) {
      return Warmup.play(version, classifier.graph());
    }
  }
}
