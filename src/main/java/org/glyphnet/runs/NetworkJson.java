package org.glyphnet.runs;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.util.List;
import org.glyphnet.network.Activation;
import org.glyphnet.network.BatchNormSpec;
import org.glyphnet.network.ConvSpec;
import org.glyphnet.network.DenseSpec;
import org.glyphnet.network.InputSpec;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Padding;

/**
 * Reads a network from {@code run.json}: as it is written now, or as it was while every network had
 * two convolutions and one dense layer before the last ({@code filters1}, {@code filters2}, {@code
 * units} and ten more numbers side by side).
 */
final class NetworkJson extends StdDeserializer<NetworkSpec> {
  private static final long serialVersionUID = 1L;

  private NetworkJson() {
    super(NetworkSpec.class);
  }

  static SimpleModule module() {
    return new SimpleModule("network").addDeserializer(NetworkSpec.class, new NetworkJson());
  }

  /** The network's parts as they are written now. */
  private record Nested(
      InputSpec input,
      int classes,
      ConvSpec convolutions,
      DenseSpec dense,
      Activation activation,
      BatchNormSpec batchNorm) {
    NetworkSpec network() {
      return new NetworkSpec(input, classes, convolutions, dense, activation, batchNorm);
    }
  }

  /** All numbers side by side, as they were written once. */
  private record Flat(
      int height,
      int width,
      int channels,
      int classes,
      int filters1,
      int filters2,
      int units,
      int kernelSize,
      Padding padding,
      Activation activation,
      float dropout,
      float bnMomentum,
      float bnEpsilon) {
    NetworkSpec network() {
      return new NetworkSpec(
          new InputSpec(height, width, channels, false),
          classes,
          new ConvSpec(
              ConvSpec.pooled(kernelSize, List.of(filters1, filters2)),
              padding,
              false,
              ConvSpec.FeaturePooling.FLATTEN),
          new DenseSpec(List.of(units), dropout, DenseSpec.Head.BOOK),
          activation,
          new BatchNormSpec(bnMomentum, bnEpsilon));
    }
  }

  @Override
  public NetworkSpec deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    JsonNode node = context.readTree(parser);
    try {
      return node.has("filters1")
          ? context.readTreeAsValue(node, Flat.class).network()
          : context.readTreeAsValue(node, Nested.class).network();
    } catch (IllegalArgumentException | NullPointerException e) {
      return context.reportInputMismatch(this, "no network: %s", e.getMessage());
    }
  }
}
