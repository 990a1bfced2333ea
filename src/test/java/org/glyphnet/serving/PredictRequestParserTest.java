package org.glyphnet.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Random;
import javax.imageio.ImageIO;
import org.glyphnet.data.ImageShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The forms are those of TensorFlow Serving's api_rest.md; the errors and their words those of its
 * util/json_tensor_test.cc, as far as they are about one input of floats
 * (SingleUnnamedTensorErrors, MultipleNamedTensorErrors). Where it is otherwise on purpose,
 * docs/serving.md says why.
 */
class PredictRequestParserTest {
  private static final int MAX_IMAGES = 100;
  private static final ImageShape SHAPE = new ImageShape(2, 2, 1);

  private static final String ONE = "[[[0.5],[1]],[[0],[2.5e-1]]]";
  private static final float[] ONES_PIXELS = {0.5f, 1, 0, 0.25f};

  @Test
  void rowsOfLists() {
    PredictRequest request = parse("{\"instances\": [" + ONE + "," + ONE + "]}");

    assertThat(request.images()).isEqualTo(2);
    assertThat(request.columns()).isFalse();
    assertThat(request.signature()).isEmpty();
    assertThat(request.pixels()).containsExactly(0.5f, 1, 0, 0.25f, 0.5f, 1, 0, 0.25f);
  }

  @Test
  void rowsOfNamedInputs() {
    PredictRequest request =
        parse(
            "{\"signature_name\": \"x\", \"instances\": [{\"image\": "
                + ONE
                + "},{\"image\": "
                + ONE
                + "},{\"image\": "
                + ONE
                + "}]}");

    assertThat(request.images()).isEqualTo(3);
    assertThat(request.signature()).isEqualTo("x");
    assertThat(request.pixels()).hasSize(12).startsWith(ONES_PIXELS);
  }

  @Test
  void columnsNamedAndUnnamed() {
    for (String inputs : new String[] {"[" + ONE + "]", "{\"image\": [" + ONE + "]}"}) {
      PredictRequest request = parse("{\"inputs\": " + inputs + ", \"more\": [1, {\"a\": []}]}");

      assertThat(request.columns()).isTrue();
      assertThat(request.images()).isEqualTo(1);
      assertThat(request.pixels()).containsExactly(ONES_PIXELS);
    }
  }

  @Test
  void picturesAsBase64() throws IOException {
    String picture = "{\"b64\": \"" + Base64.getEncoder().encodeToString(png(2)) + "\"}";
    String[] forms = {
      "{\"instances\": [" + picture + "]}",
      "{\"instances\": [{\"image\": " + picture + "}]}",
      "{\"inputs\": [" + picture + "]}",
      "{\"inputs\": {\"image\": [" + picture + "]}}"
    };
    for (String form : forms) {
      assertThat(parse(form).pixels()).containsExactly(0, 1, 51 / 255f, 0);
    }
  }

  @Test
  void everyFloatComesBackAsItWas() {
    ImageShape shape = new ImageShape(10, 10, 1);
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      StringBuilder json = new StringBuilder("{\"instances\":[[");
      float[] expected = new float[100];
      for (int i = 0; i < 100; i++) {
        float value = Float.intBitsToFloat(random.nextInt());
        expected[i] = Float.isFinite(value) ? value : i / 255f;
        json.append(i % 10 == 0 ? (i == 0 ? "[" : "],[") : ",");
        json.append('[').append(i % 2 == 0 ? "" + expected[i] : "" + (double) expected[i]);
        json.append(']');
      }
      json.append("]]]}");

      assertThat(
              PredictRequestParser.parse(json.toString().getBytes(UTF_8), shape, MAX_IMAGES)
                  .pixels())
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "[1, 2]|Type: Array Is not object",
        "{}|Missing 'inputs' or 'instances' key",
        "{\"instances\": []}|No values in 'instances' array",
        "{\"instances\": 5}|Expecting 'instances' to be a list/array",
        "{\"instances\": [ONE], \"inputs\": [ONE]}|only one of 'inputs' or 'instances'",
        "{\"instances\": [ONE], \"instances\": [ONE]}|only one of",
        "{\"instances\": [ONE], \"signature_name\": 3}|must be a string value",
        "{\"instances\": [[1, 2]]}|Expecting shape [2,2,1] but got: [2]",
        "NOTHING|JSON Parse error: The document is empty",
        "{\"instances\": [7]}|Expecting shape [2,2,1] but got: []",
        "{\"instances\": [7, [7]]}|Expecting shape [2,2,1] but got: []",
        "{\"instances\": [ONE, [[1, 2], [3, 4]]]}|element: 1 of 'instances' list."
            + " Error: Expecting shape [2,2,1] but got: [2,2]",
        "{\"instances\": [[[[1],[1]],[[1]]]]}|got: [2,lists of different sizes]",
        "{\"instances\": [[[[1,1],[1,1]],[[1,1],[1,1]]]]}|got: [2,2,2]",
        "{\"instances\": [[[[1],[1]],[[1],[1]],[[1],[1]]]]}|got: [3,2,1]",
        "{\"instances\": [[[[[1]],[[1]]],[[[1]],[[1]]]]]}|got: [2,2,1,1]",
        "{\"instances\": [[[[1],[\"a\"]],[[1],[1]]]]}|String is not of expected type: float",
        "{\"instances\": [[[[1],[true]],[[1],[1]]]]}|True is not of expected type: float",
        "{\"instances\": [[[[1],[null]],[[1],[1]]]]}|Null is not of expected type: float",
        "{\"instances\": [[[[1],[1e39]],[[1],[1]]]]}|1e39 to float",
        "{\"instances\": [[[[1],[NaN]],[[1],[1]]]]}|Cannot convert JSON value: NaN to float without loss of precision.",
        "{\"instances\": [ONE, {\"image\": ONE}]}|Expecting value/list but got object at item 1",
        "{\"instances\": [{\"image\": ONE}, ONE]}|Expecting object but got list at item 1",
        "{\"instances\": [{\"picture\": ONE}]}|keys must be equal to: image",
        "{\"instances\": [{\"image\": ONE, \"more\": 1}]}|keys must be equal to: image",
        "{\"instances\": [{}]}|keys must be equal to: image",
        "{\"inputs\": {\"picture\": [ONE]}}|does not have named input: picture",
        "{\"inputs\": {}}|Missing named input: image",
        "{\"inputs\": [{\"image\": ONE}]}|Expecting value/list but got object",
        "{\"instances\": [{\"b64\": \"?\"}]}|Unable to base64 decode",
        "{\"instances\": [{\"b64\": 7}]}|not formatted correctly for base64 data",
        "{\"instances\": [{\"b64\": \"aGFsbG8=\"}]}|not an image",
        "{\"instances\": [ONE]} x|JSON Parse error",
        "{\"instances\": [ONE]} {}|JSON Parse error: more follows",
        "{\"instances\": [ONE|JSON Parse error",
        "{'instances': [ONE]}|JSON Parse error"
      })
  void whatIsWrongIsSaid(String json, String reason) {
    assertThatThrownBy(() -> parse(json.replace("ONE", ONE).replace("NOTHING", "")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(reason);
  }

  @Test
  void picturesOfAnotherSizeAreRefused() throws IOException {
    String picture = Base64.getEncoder().encodeToString(png(3));

    assertThatThrownBy(() -> parse("{\"instances\": [{\"b64\": \"" + picture + "\"}]}"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("a picture of 3 x 3 pixels; the network takes 2 x 2");
  }

  @Test
  void endlessNestingIsRefused() {
    assertThatThrownBy(() -> parse("{\"more\": " + "[".repeat(1_000_000)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("JSON Parse error");
    assertThatThrownBy(() -> parse("{\"instances\": " + "[".repeat(1_000_000)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("JSON Parse error");
  }

  private static PredictRequest parse(String json) {
    return PredictRequestParser.parse(json.getBytes(UTF_8), SHAPE, MAX_IMAGES);
  }

  /** A grey picture whose first pixels are 0, 255, 51. */
  private static byte[] png(int side) throws IOException {
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setSample(1, 0, 0, 255);
    picture.getRaster().setSample(0, 1, 0, 51);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    return bytes.toByteArray();
  }
}
