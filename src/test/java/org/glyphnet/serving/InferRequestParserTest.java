package org.glyphnet.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests of the Open Inference Protocol. Examples are those of its specification ({@code
 * inference_rest.md} of kserve/open-inference-protocol) and of Triton's {@code
 * extension_binary_data.md}.
 */
class InferRequestParserTest {
  /** The specification's "Inference Request Examples". */
  private static final String SPECIFICATION =
      "{\"id\" : \"42\", \"inputs\" : [{\"name\" : \"input0\", \"shape\" : [ 2, 2 ],"
          + " \"datatype\" : \"UINT32\", \"data\" : [ 1, 2, 3, 4 ]}, {\"name\" : \"input1\","
          + " \"shape\" : [ 3 ], \"datatype\" : \"BOOL\", \"data\" : [ true, false, true ]}],"
          + " \"outputs\" : [{\"name\" : \"output0\"}]}";

  /** The example of Triton's document. */
  private static final String TRITON =
      "{\"model_name\" : \"mymodel\", \"inputs\" : [{\"name\" : \"input0\","
          + " \"shape\" : [ 2, 2 ], \"datatype\" : \"UINT32\","
          + " \"parameters\" : {\"binary_data_size\" : 16}}, {\"name\" : \"input1\","
          + " \"shape\" : [ 3 ], \"datatype\" : \"BOOL\","
          + " \"parameters\" : {\"binary_data_size\" : 3}}], \"outputs\" : [{"
          + "\"name\" : \"output0\", \"parameters\" : {\"binary_data\" : true}}]}";

  @Test
  void theSpecificationsExampleIsRead() {
    InferRequest request = parse(SPECIFICATION);

    assertThat(request.id()).contains("42");
    assertThat(request.inputs()).hasSize(2);
    InferRequest.Input first = request.inputs().get(0);
    assertThat(first.name()).isEqualTo("input0");
    assertThat(first.type()).isEqualTo(TensorType.UINT32);
    assertThat(first.shape()).containsExactly(2, 2);
    assertThat(ints(first.data())).containsExactly(1, 2, 3, 4);
    assertThat(bytes(request.inputs().get(1).data())).containsExactly(1, 0, 1);
    assertThat(request.outputs())
        .containsExactly(new InferRequest.Output("output0", Optional.empty()));
    assertThat(request.binary()).isFalse();
  }

  /** As printed, the specification's second tensor has one element for a shape of three. */
  @Test
  void aListThatIsShorterThanItsShapeIsRefused() {
    assertRefused(
        SPECIFICATION.replace("[ true, false, true ]", "[ true ]"),
        "input 'input1': data has 1 values, its shape [3] takes 3");
  }

  @Test
  void tritonsExampleOfBinaryDataIsRead() {
    InferRequest request = InferRequestParser.parse(tritons(TRITON), length(TRITON));

    assertThat(ints(request.inputs().get(0).data())).containsExactly(1, 2, 3, -1);
    assertThat(bytes(request.inputs().get(1).data())).containsExactly(1, 0, 1);
    assertThat(request.outputs())
        .containsExactly(new InferRequest.Output("output0", Optional.of(true)));
  }

  @Test
  void binaryDataMustFillTheBodyExactly() {
    assertRefused(
        tritons(TRITON.replace("\"binary_data_size\" : 16", "\"binary_data_size\" : 12")),
        length(TRITON),
        "input 'input0': shape [2, 2] of UINT32 takes 16 bytes, found 12");
    assertRefused(
        tritons(TRITON.replace("\"binary_data_size\" : 3", "\"binary_data_size\" : 4")),
        length(TRITON),
        "input 'input1' announces 4 bytes of binary data; the body has 3 left");
    assertRefused(
        tritons(TRITON.replace("\"binary_data_size\" : 3", "\"binary_data_size\" : -3")),
        Integer.toString(TRITON.length() + 1),
        "announces -3 bytes");
    byte[] longer = java.util.Arrays.copyOf(tritons(TRITON), tritons(TRITON).length + 5);
    assertRefused(
        longer, length(TRITON), "The body has 5 bytes after those that its inputs announce");
  }

  @Test
  void headerLengthsThatLieAreRefused() {
    for (String header :
        new String[] {"-1", "x", "", "1e3", "99999999999999999999", "2000000000", "9999"}) {
      assertRefused(tritons(TRITON), header, "Inference-Header-Content-Length must be from 1 to");
    }
    assertRefused(tritons(TRITON), "0", "has no JSON object");
    assertRefused(tritons(TRITON), "10", "JSON Parse error");
  }

  @Test
  void fieldsMayComeInAnyOrder() {
    InferRequest request =
        parse(
            "{\"inputs\":[{\"data\":[[1,2],[3,4]],\"parameters\":{\"mine\":[{}]},"
                + "\"datatype\":\"INT64\",\"shape\":[2,2],\"name\":\"a\"}]}");

    assertThat(request.inputs().get(0).data().getLong(24)).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BOOL    | [true,false]        | 0100",
        "UINT8   | [0,255]             | 00ff",
        "INT8    | [-128,127]          | 807f",
        "UINT16  | [1,65535]           | 0100ffff",
        "INT16   | [-2,1]              | feff0100",
        "UINT32  | [1,4294967295]      | 01000000ffffffff",
        "INT32   | [-2147483648,1]     | 0000008001000000",
        "UINT64  | [18446744073709551615,1] | ffffffffffffffff0100000000000000",
        "INT64   | [-9223372036854775808,1] | 00000000000000800100000000000000",
        "FP32    | [1,-0.5]            | 0000803f000000bf",
        "FP64    | [1,2.5]             | 000000000000f03f0000000000000440",
        "BYTES   | ['a','é']           | 0100000061" + "02000000c3a9",
      })
  void everyDatatypeIsReadFromJsonInItsBinaryForm(String type, String data, String hex) {
    InferRequest request = parse(input(type, "[2]", data.replace('\'', '"')));

    assertThat(java.util.HexFormat.of().formatHex(bytes(request.inputs().get(0).data())))
        .isEqualTo(hex);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UINT8 | [2] | [0,256]              | element 1 is no UINT8",
        "INT8  | [2] | [-129,0]             | element 0 is no INT8",
        "INT32 | [1] | [1.5]                | element 0 is no INT32",
        "INT64 | [1] | [9223372036854775808] | element 0 is no INT64",
        "UINT64 | [1] | [-1]                | element 0 is no UINT64",
        "BOOL  | [1] | [1]                  | element 0 is no BOOL",
        "FP32  | [1] | ['1']                | element 0 is no number",
        "FP32  | [1] | [null]               | element 0 is no number",
        "BYTES | [1] | [1]                  | element 0 is no BYTES",
        "FP16  | [1] | [1]                  | FP16 has no form in JSON",
        "BF16  | [1] | [1]                  | BF16 has no form in JSON",
        "FP8   | [1] | [1]                  | datatype 'FP8' is not known",
        "fp32  | [1] | [1]                  | datatype 'fp32' is not known",
        "FP32  | [2] | [1,2,3]              | data has more",
        "FP32  | [2,2] | [[1,2],[3]]        | neither a flat list nor nested",
        "FP32  | [2,2] | [[1,2,3],[4]]      | neither a flat list nor nested",
        "FP32  | [2,2] | [[1,2],3,4]        | neither a flat list nor nested",
        "FP32  | [4] | [[1,2],[3,4]]        | neither a flat list nor nested",
        "FP32  | []  | [[1]]                | neither a flat list nor nested",
        "FP32  | [1] | 1                    | data must be a list",
        "FP32  | [-1] | [1]                 | found -1",
        "FP32  | [1.0] | [1]                | shape must be a list of whole numbers",
        "FP32  | [9223372036854775807,9] | [1] | is too large",
        "FP32  | [99999999999999999999] | [1] | sizes of 0 or more",
      })
  void whatDoesNotFitIsRefused(String type, String shape, String data, String reason) {
    assertRefused(input(type, shape, data.replace('\'', '"')), reason);
  }

  @Test
  void requestsThatLackSomethingAreRefused() {
    assertRefused("{}", "'inputs' must be a list of at least one tensor");
    assertRefused("[]", "the request must be an object");
    assertRefused("{\"id\":5}", "id must be a string");
    assertRefused("{\"inputs\":{}}", "inputs must be a list");
    assertRefused("{\"inputs\":[1]}", "inputs must be a list of objects");
    assertRefused("{\"inputs\":[{\"name\":\"a\"}]}", "needs name, shape and datatype");
    assertRefused(
        input("FP32", "[1]", "[1]").replace("\"data\":[1]", "\"x\":1"), "needs either data or");
    assertRefused(input("FP32", "[1]", "[1]") + "1", "more follows the document's end");
    assertRefused(
        input("FP32", "[1]", "[1]").replaceFirst("\\{", "{\"outputs\":[{}],"), "lacks its name");
    assertRefused(
        input("FP32", "[1]", "[1]")
            .replaceFirst(
                "\\{", "{\"outputs\":[{\"name\":\"a\",\"parameters\":{\"classification\":3}}],"),
        "an extension that is not offered");
  }

  @Test
  void lengthsOfBytesMustLeadToTheEnd() {
    String json =
        "{\"inputs\":[{\"name\":\"a\",\"shape\":[1],\"datatype\":\"BYTES\","
            + "\"parameters\":{\"binary_data_size\":6}}]}";
    byte[] body = java.util.Arrays.copyOf(json.getBytes(UTF_8), json.length() + 6);
    body[json.length()] = 2;
    assertThat(InferRequestParser.parse(body, length(json)).inputs().get(0).data().remaining())
        .isEqualTo(6);
    for (byte length : new byte[] {1, 3, -1}) {
      body[json.length()] = length;
      assertRefused(body, length(json), "each after its length in four bytes");
    }
  }

  private static String input(String type, String shape, String data) {
    return "{\"inputs\":[{\"name\":\"a\",\"shape\":"
        + shape
        + ",\"datatype\":\""
        + type
        + "\",\"data\":"
        + data
        + "}]}";
  }

  private static byte[] tritons(String json) {
    byte[] text = json.getBytes(UTF_8);
    ByteBuffer body =
        ByteBuffer.allocate(text.length + 19).order(ByteOrder.LITTLE_ENDIAN).put(text);
    body.putInt(1).putInt(2).putInt(3).putInt(-1);
    return body.put(new byte[] {1, 0, 1}).array();
  }

  private static InferRequest parse(String json) {
    return InferRequestParser.parse(json.getBytes(UTF_8), null);
  }

  private static String length(String json) {
    return Integer.toString(json.length());
  }

  private static int[] ints(ByteBuffer data) {
    int[] values = new int[data.remaining() / 4];
    data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
    return values;
  }

  private static byte[] bytes(ByteBuffer data) {
    byte[] values = new byte[data.remaining()];
    data.duplicate().get(values);
    return values;
  }

  private static void assertRefused(String json, String reason) {
    assertRefused(json.getBytes(UTF_8), null, reason);
  }

  private static void assertRefused(byte[] body, String header, String reason) {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> InferRequestParser.parse(body, header))
        .withMessageContaining(reason)
        .satisfies(refusal -> assertThat(refusal.toReply().status()).isEqualTo(400));
  }
}
