package org.glyphnet.tensorboard;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.tensorflow.proto.DataClass;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Summary;
import org.tensorflow.proto.SummaryMetadata;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * A run's settings as TensorBoard's plug-ins read them: a table under Text, and the hyperparameters
 * by which its HParams page sorts and compares runs.
 */
final class SettingsSummary {
  /** A number as an option takes it; what else can be parsed, such as NaN, is a word. */
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE]-?[0-9]+)?");

  private static final String TEXT = "settings/text_summary";
  private static final String START = "_hparams_/session_start_info";

  /** Fields of HParamsPluginData and SessionStartInfo, see {@link #hyperparameters}. */
  private static final int SESSION_START = 3;

  private static final int GROUP_NAME = 4;
  private static final int START_TIME = 5;

  private SettingsSummary() {}

  /**
   * Both of them.
   *
   * @param run the run's name
   * @param seconds when it began, since 1970
   */
  static Summary of(String run, Map<String, String> settings, double seconds) {
    Map<String, String> sorted = new TreeMap<>(settings);
    return Summary.newBuilder()
        .addValue(text(sorted))
        .addValue(hyperparameters(run, sorted, seconds))
        .build();
  }

  /** A table of two columns. */
  private static Summary.Value text(Map<String, String> settings) {
    TensorProto.Builder table =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_STRING)
            .setTensorShape(shape(settings.size(), 2));
    settings.forEach(
        (name, value) ->
            table
                .addStringVal(ByteString.copyFromUtf8(name))
                .addStringVal(ByteString.copyFromUtf8(value)));
    return Summary.Value.newBuilder()
        .setTag(TEXT)
        .setMetadata(
            SummaryMetadata.newBuilder()
                .setDataClass(DataClass.DATA_CLASS_TENSOR)
                .setPluginData(SummaryMetadata.PluginData.newBuilder().setPluginName("text")))
        .setTensor(table)
        .build();
  }

  /**
   * TensorBoard's {@code HParamsPluginData} with a {@code SessionStartInfo} ({@code
   * tensorboard/plugins/hparams/plugin_data.proto}), whose classes no library at hand has: a map
   * from names to {@code google.protobuf.Value} as field 1, which a {@link Struct} has in the same
   * bytes; the group's name as 4, the time as 5.
   */
  private static Summary.Value hyperparameters(
      String run, Map<String, String> settings, double seconds) {
    Struct.Builder values = Struct.newBuilder();
    settings.forEach((name, value) -> values.putFields(name, value(value)));
    UnknownFieldSet rest =
        UnknownFieldSet.newBuilder()
            .addField(
                GROUP_NAME,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8(run))
                    .build())
            .addField(
                START_TIME,
                UnknownFieldSet.Field.newBuilder()
                    .addFixed64(Double.doubleToLongBits(seconds))
                    .build())
            .build();
    UnknownFieldSet data =
        UnknownFieldSet.newBuilder()
            .addField(
                SESSION_START,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(values.build().toByteString().concat(rest.toByteString()))
                    .build())
            .build();
    return Summary.Value.newBuilder()
        .setTag(START)
        .setMetadata(
            SummaryMetadata.newBuilder()
                .setPluginData(
                    SummaryMetadata.PluginData.newBuilder()
                        .setPluginName("hparams")
                        .setContent(data.toByteString())))
        // The plug-in reads the metadata only, but a value must have a tensor.
        .setTensor(
            TensorProto.newBuilder()
                .setDtype(DataType.DT_FLOAT)
                .setTensorShape(shape(1))
                .addFloatVal(0))
        .build();
  }

  private static Value value(String setting) {
    if (NUMBER.matcher(setting).matches()) {
      return Value.newBuilder().setNumberValue(Double.parseDouble(setting)).build();
    }
    return setting.equals("true") || setting.equals("false")
        ? Value.newBuilder().setBoolValue(Boolean.parseBoolean(setting)).build()
        : Value.newBuilder().setStringValue(setting).build();
  }

  private static TensorShapeProto shape(long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return shape.build();
  }
}
