package org.glyphnet.saving;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glyphnet.Internal;
import org.glyphnet.data.DataException;
import org.glyphnet.files.MaskedCrc32c;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Requests that a server sends to a version while it loads it, in TensorFlow Serving's file {@code
 * assets.extra/tf_serving_warmup_requests}: a TFRecord file of {@code PredictionLog} messages
 * (tensorflow/serving, {@code apis/prediction_log.proto}), of which the logs of Predict are read.
 */
@Internal
public final class WarmupRequests {
  static final String FILE = "tf_serving_warmup_requests";

  /** As many as TensorFlow Serving takes. */
  private static final int MOST_RECORDS = 1000;

  private static final int MOST_BYTES = 64 << 20;
  private static final int HEAD = Long.BYTES + Integer.BYTES;

  // Numbers of the fields, in prediction_log.proto, predict.proto and model.proto.
  private static final int LOG_OF_PREDICT = 6;
  private static final int REQUEST = 1;
  private static final int MODEL_SPEC = 1;
  private static final int SIGNATURE_NAME = 3;
  private static final int INPUTS = 2;
  private static final int KEY = 1;
  private static final int VALUE = 2;

  /** How many images the requests have that an export writes: one alone, and a full batch. */
  private static final int[] IMAGES = {1, 128};

  private WarmupRequests() {}

  /**
   * What a file holds.
   *
   * @param requests the inputs of each request, by name
   * @param skipped how many records are of other kinds
   */
  public record Content(List<Map<String, TensorProto>> requests, int skipped) {
    public Content {
      requests = List.copyOf(requests);
    }
  }

  /**
   * The requests of a version; none where it has no such file.
   *
   * @throws DataException when the file is damaged
   */
  public static Content read(Path version) throws IOException {
    Path file = new VersionFolder(version).extraAssets().resolve(FILE);
    if (!Files.exists(file)) {
      return new Content(List.of(), 0);
    }
    if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
      throw damaged(file, "no regular file of at most " + (MOST_BYTES >> 20) + " MiB", null);
    }
    ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Map<String, TensorProto>> requests = new ArrayList<>();
    int skipped = 0;
    try {
      for (int record = 0; all.hasRemaining() && record < MOST_RECORDS; record++) {
        byte[] message = record(all, file, record);
        byte[] predict = field(message, LOG_OF_PREDICT);
        byte[] request = predict == null ? null : field(predict, REQUEST);
        if (request == null) {
          skipped++;
        } else {
          requests.add(inputs(request));
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw damaged(file, "no PredictionLog: " + e.getMessage().lines().findFirst().orElse(""), e);
    }
    return new Content(requests, skipped);
  }

  private static byte[] record(ByteBuffer all, Path file, int number) {
    if (all.remaining() < HEAD + Integer.BYTES) {
      throw damaged(file, "record " + number + " is cut off", null);
    }
    int at = all.position();
    long length = all.getLong();
    if (MaskedCrc32c.of(all.slice(at, Long.BYTES)) != all.getInt()
        || length < 0
        || length > all.remaining() - Integer.BYTES) {
      throw damaged(file, "record " + number + " has a wrong length", null);
    }
    byte[] message = new byte[(int) length];
    all.get(message);
    if (MaskedCrc32c.of(ByteBuffer.wrap(message)) != all.getInt()) {
      throw damaged(file, "record " + number + " does not match its checksum", null);
    }
    return message;
  }

  /** A message's last field of a number, as bytes; null without. */
  private static byte[] field(byte[] message, int number) throws InvalidProtocolBufferException {
    List<byte[]> found = fields(message, number);
    return found.isEmpty() ? null : found.get(found.size() - 1);
  }

  private static List<byte[]> fields(byte[] message, int number)
      throws InvalidProtocolBufferException {
    List<byte[]> found = new ArrayList<>();
    CodedInputStream in = CodedInputStream.newInstance(message);
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        boolean wanted =
            WireFormat.getTagFieldNumber(tag) == number
                && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
        if (wanted) {
          found.add(in.readByteArray());
        } else {
          in.skipField(tag);
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw e;
    } catch (IOException e) {
      throw new InvalidProtocolBufferException(e);
    }
    return found;
  }

  private static Map<String, TensorProto> inputs(byte[] request)
      throws InvalidProtocolBufferException {
    Map<String, TensorProto> inputs = new LinkedHashMap<>();
    for (byte[] entry : fields(request, INPUTS)) {
      byte[] name = field(entry, KEY);
      byte[] tensor = field(entry, VALUE);
      inputs.put(
          name == null ? "" : ByteString.copyFrom(name).toStringUtf8(),
          tensor == null ? TensorProto.getDefaultInstance() : TensorProto.parseFrom(tensor));
    }
    return inputs;
  }

  /** Writes requests of black images for a signature of one input, whose sizes are fixed. */
  static void write(VersionFolder version, SignatureDef signature) throws IOException {
    Map.Entry<String, TensorInfo> input = signature.getInputsMap().entrySet().iterator().next();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (int images : IMAGES) {
      byte[] entry =
          message(
              KEY, input.getKey().getBytes(java.nio.charset.StandardCharsets.UTF_8),
              VALUE, black(images, input.getValue().getTensorShape()).toByteArray());
      byte[] spec =
          message(
              SIGNATURE_NAME,
              Signatures.SERVING_DEFAULT.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      byte[] request = concat(message(MODEL_SPEC, spec), message(INPUTS, entry));
      append(file, message(LOG_OF_PREDICT, message(REQUEST, request)));
    }
    Files.write(version.extraAssets().resolve(FILE), file.toByteArray());
  }

  /** One value stands for all elements. */
  private static TensorProto black(int images, TensorShapeProto of) {
    TensorShapeProto shape =
        of.toBuilder().setDim(0, TensorShapeProto.Dim.newBuilder().setSize(images)).build();
    return TensorProto.newBuilder()
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(shape)
        .addFloatVal(0)
        .build();
  }

  private static byte[] message(int number, byte[] value, int second, byte[] secondValue)
      throws IOException {
    return concat(message(number, value), message(second, secondValue));
  }

  private static byte[] message(int number, byte[] value) throws IOException {
    byte[] bytes = new byte[CodedOutputStream.computeByteArraySize(number, value)];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeByteArray(number, value);
    out.flush();
    return bytes;
  }

  private static byte[] concat(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private static void append(ByteArrayOutputStream file, byte[] message) {
    ByteBuffer record =
        ByteBuffer.allocate(HEAD + message.length + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(message.length);
    record.putInt(MaskedCrc32c.of(record.slice(0, Long.BYTES)));
    record.put(message).putInt(MaskedCrc32c.of(ByteBuffer.wrap(message)));
    file.writeBytes(record.array());
  }

  private static DataException damaged(Path file, String found, Exception cause) {
    return new DataException(
        file + ": damaged: " + found + "; expected a TFRecord file of PredictionLog", cause);
  }
}
