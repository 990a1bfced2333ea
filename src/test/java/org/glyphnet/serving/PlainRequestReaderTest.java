package org.glyphnet.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.glyphnet.data.ImageShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What it reads is what the whole parser reads; what it leaves is left to that. */
class PlainRequestReaderTest {
  private static final int MAX_IMAGES = 100;
  private static final ImageShape SHAPE = new ImageShape(2, 2, 1);
  private static final String ONE = "[[[0.5],[1]],[[0],[0.25]]]";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"instances\":[ONE]}",
        " { \"instances\" : [ ONE , ONE ,\n\tONE ] } \r\n",
        "{\"instances\":[[[[1e-3],[-0.0]],[ [ 0.9921568627450981 ] , [ 7 ] ]]]}"
      })
  void itReadsPlainRequestsAsTheParserDoes(String json) {
    byte[] body = json.replace("ONE", ONE).getBytes(UTF_8);
    PredictRequest expected = PredictRequestParser.parse(body, SHAPE, MAX_IMAGES);

    PredictRequest found = PlainRequestReader.read(body, SHAPE, MAX_IMAGES).orElseThrow();

    assertThat(found.images()).isEqualTo(expected.images());
    assertThat(found.pixels()).isEqualTo(expected.pixels());
    assertThat(found.columns()).isFalse();
    assertThat(found.signature()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[ONE]",
        "{\"instances\":[]}",
        "{\"inputs\":[ONE]}",
        "{\"instances\":{}}",
        "{\"instances\":[{\"image\":ONE}]}",
        "{\"instances\":[ONE],\"signature_name\":\"x\"}",
        "{\"instances\":[ONE,]}",
        "{\"instances\":[ONE]}x",
        "{\"instances\":[ONE]",
        "{\"instances\":[ONE",
        "{\"instances\":[[[[1],[1]],[[1]]]]}",
        "{\"instances\":[[[[1],[1]],[[1],[1],[1]]]]}",
        "{\"instances\":[[[[1e39],[1]],[[1],[1]]]]}",
        "{\"instances\":[[[[NaN],[1]],[[1],[1]]]]}",
        "{\"instance"
      })
  void itLeavesAllElse(String json) {
    assertThat(PlainRequestReader.read(json.replace("ONE", ONE).getBytes(UTF_8), SHAPE, MAX_IMAGES))
        .isEmpty();
  }

  /** Whatever a client sends: either both read the same, or it is left to the parser. */
  @Test
  void aThousandDamagedRequestsAreNeverReadOtherwise() {
    Random random = new Random(4);
    String good = "{\"instances\": [" + ONE + ", " + ONE + "]}";
    int read = 0;
    for (int i = 0; i < 1000; i++) {
      byte[] body = good.getBytes(UTF_8);
      body[random.nextInt(body.length)] =
          (byte) "0123456789.,[]{}e-+ \"x".charAt(random.nextInt(22));
      var found = PlainRequestReader.read(body, SHAPE, MAX_IMAGES);
      if (found.isPresent()) {
        read++;
        assertThat(found.get().pixels())
            .isEqualTo(PredictRequestParser.parse(body, SHAPE, MAX_IMAGES).pixels());
      }
    }
    assertThat(read).isBetween(50, 950);
  }
}
