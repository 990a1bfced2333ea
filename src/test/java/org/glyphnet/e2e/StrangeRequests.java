package org.glyphnet.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.image.BufferedImage;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.glyphnet.data.pictures.Pictures;

/** Requests with pictures and JSON as nobody means them, made from sound ones by chance. */
final class StrangeRequests {
  /** A service that has not answered by then does not answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int[] EXTREMES = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xffff};

  private static final List<String> VALUES =
      List.of(
          "1e39",
          "-1e400",
          "NaN",
          "Infinity",
          "9".repeat(3000),
          "0." + "0".repeat(3000) + "1",
          "null",
          "true",
          "{}",
          "[]",
          "\"\"",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "{\"b64\": \"\"}",
          "{\"b64\": 5}",
          "{\"b64\": \"AAAA\", \"b64\": \"AAAA\"}",
          "[".repeat(20_000),
          "{\"a\":".repeat(5_000),
          "1, 2",
          "-0",
          "01",
          "1.",
          "//");

  private final URI service;
  private final String model;
  private final List<byte[]> pictures = new ArrayList<>();

  /**
   * @param service its root
   * @param model that it serves, for grey images of 28 x 28
   */
  StrangeRequests(URI service, String model) {
    this.service = service;
    this.model = model;
    BufferedImage picture = Pictures.blocks(28, 28);
    for (String format : List.of("png", "gif", "bmp", "tiff")) {
      pictures.add(Pictures.encoded(picture, format));
    }
    pictures.add(Pictures.jpeg(picture, false));
    pictures.add(Pictures.jpeg(picture, true));
    // The head of a lossy WebP of 32 x 16, which is all that is looked at.
    pictures.add(
        HexFormat.of()
            .parseHex("524946460000000057454250565038200000000000000000009d012a20001000")
            .clone());
  }

  /** A digit's worth of numbers. */
  HttpRequest sound() {
    return post("v1/models/" + model + ":predict", instances().getBytes(UTF_8));
  }

  /** A picture that is one. */
  HttpRequest soundPicture() {
    return post("v1/models/" + model + ":image", pictures.get(0));
  }

  /** A picture with a few bytes changed, cut off, doubled, or a field of its head at an extreme. */
  HttpRequest picture(Random random) {
    byte[] damaged = damaged(pictures.get(random.nextInt(pictures.size())), random);
    return switch (random.nextInt(8)) {
      case 0 -> predict("{\"instances\": [{\"b64\": \"" + base64(damaged) + "\"}]}");
      case 1 -> predict("{\"inputs\": {\"b64\": \"" + base64(damaged) + "\"}}");
      case 2 -> post("v1/models/" + model + ":image?preparation=mnist&pixels=true", damaged);
      case 3 -> post("v1/models/" + model + ":image?preparation=none", damaged);
      default -> post("v1/models/" + model + ":image", damaged);
    };
  }

  /** A JSON document with something changed, or none. */
  HttpRequest json(Random random) {
    String sound = random.nextInt(3) == 0 ? inference() : instances();
    String strange =
        switch (random.nextInt(9)) {
          case 0 -> sound.substring(0, random.nextInt(sound.length()));
          case 1, 2, 3 -> replaced(sound, VALUES.get(random.nextInt(VALUES.size())), random);
          case 4 -> withKeys(sound, random);
          case 5 -> doubled(sound, random);
          case 6 ->
              sound.replaceFirst("\\[1,28,28,1]|instances", "[" + random.nextLong() + ",9,-1,2]");
          case 7 -> sound.replaceFirst("FP32|instances", random.nextBoolean() ? "BYTES" : "INT64");
          default -> new String(damaged(sound.getBytes(UTF_8), random), UTF_8);
        };
    byte[] body = random.nextInt(10) == 0 ? bytes(random, 3000) : strange.getBytes(UTF_8);
    String path =
        sound.startsWith("{\"inputs")
            ? "v2/models/" + model + "/infer"
            : "v1/models/"
                + model
                + List.of(":predict", ":predict", ":predict", ":classify", "/versions/1:predict")
                    .get(random.nextInt(5));
    return post(path, body);
  }

  /** The bytes with some damage. */
  static byte[] damaged(byte[] whole, Random random) {
    byte[] damaged = whole.clone();
    switch (random.nextInt(5)) {
      case 0 -> damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
      case 1 -> {
        for (int i = 0; i <= random.nextInt(4); i++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
      }
      case 2 -> {
        int from = random.nextInt(damaged.length);
        int length = random.nextInt(damaged.length - from) + 1;
        byte[] part = Arrays.copyOfRange(damaged, from, from + length);
        damaged =
            Pictures.joined(
                Arrays.copyOf(damaged, from),
                part,
                part,
                Arrays.copyOfRange(damaged, from, damaged.length));
      }
      default -> {
        ByteBuffer fields = ByteBuffer.wrap(damaged);
        fields.order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int head = Math.min(damaged.length, 120) - 4;
        if (head > 0) {
          fields.putInt(random.nextInt(head), EXTREMES[random.nextInt(EXTREMES.length)]);
        }
      }
    }
    return withChecksum(damaged);
  }

  /** A PNG's head is only looked at when its checksum agrees. */
  private static byte[] withChecksum(byte[] content) {
    if (content.length > 33 && content[1] == 'P' && content[2] == 'N') {
      CRC32 crc = new CRC32();
      crc.update(content, 12, 17);
      ByteBuffer.wrap(content).putInt(29, (int) crc.getValue());
    }
    return content;
  }

  private static String replaced(String json, String by, Random random) {
    int at = json.indexOf("0.5", random.nextInt(json.length() - 20));
    return at < 0 ? by : json.substring(0, at) + by + json.substring(at + 3);
  }

  /** Many keys that mean nothing, all with one hash half of the times. */
  private static String withKeys(String json, Random random) {
    StringBuilder keys = new StringBuilder("{");
    boolean collide = random.nextBoolean();
    for (int i = 0; i < 2000; i++) {
      String digits = Integer.toBinaryString(2048 + i);
      keys.append('"')
          .append(collide ? digits.replace("0", "Aa").replace("1", "BB") : digits)
          .append("\": ")
          .append(random.nextBoolean() ? "[{}]" : "1e5")
          .append(", ");
    }
    return keys + json.substring(1);
  }

  private static String doubled(String json, Random random) {
    int from = random.nextInt(json.length());
    int to = from + random.nextInt(json.length() - from);
    return json.substring(0, to) + json.substring(from, to) + json.substring(to);
  }

  private static String instances() {
    String row = "[" + "[0.5],".repeat(27) + "[0.5]]";
    return "{\"instances\": [[" + (row + ",").repeat(27) + row + "]]}";
  }

  private static String inference() {
    return "{\"inputs\": [{\"name\": \"image\", \"datatype\": \"FP32\", \"shape\": [1,28,28,1],"
        + " \"data\": ["
        + "0.5,".repeat(783)
        + "0.5]}]}";
  }

  private HttpRequest predict(String json) {
    return post("v1/models/" + model + ":predict", json.getBytes(UTF_8));
  }

  private HttpRequest post(String path, byte[] body) {
    return HttpRequest.newBuilder(service.resolve(path))
        .timeout(PATIENCE)
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(Random random, int most) {
    byte[] bytes = new byte[random.nextInt(most)];
    random.nextBytes(bytes);
    return bytes;
  }
}
