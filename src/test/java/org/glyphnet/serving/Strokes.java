package org.glyphnet.serving;

import java.util.List;
import java.util.Map;

/** Digits as a person draws them: strokes of x, y pairs in hundredths of the board. */
final class Strokes {
  static final Map<Integer, List<int[]>> OF_DIGITS =
      Map.of(
          0,
          List.of(
              new int[] {
                52, 20, 41, 24, 34, 36, 31, 52, 35, 68, 44, 78, 54, 80, 64, 73, 69, 58, 68, 41, 62,
                26, 52, 20
              }),
          1,
          List.of(new int[] {52, 18, 51, 40, 50, 60, 49, 82}),
          2,
          List.of(
              new int[] {
                32, 36, 37, 25, 49, 20, 61, 24, 66, 35, 61, 48, 48, 62, 33, 78, 45, 77, 57, 77, 69,
                78
              }),
          3,
          List.of(
              new int[] {
                34, 25, 46, 20, 60, 23, 65, 32, 60, 42, 47, 48, 60, 52, 67, 62, 65, 73, 54, 80, 42,
                80, 33, 75
              }),
          4,
          List.of(
              new int[] {40, 20, 36, 38, 31, 56, 45, 57, 58, 57, 72, 57},
              new int[] {61, 28, 60, 50, 59, 84}),
          5,
          List.of(
              new int[] {
                66, 21, 52, 21, 40, 22, 38, 34, 36, 46, 48, 43, 60, 47, 66, 58, 64, 71, 53, 80, 42,
                80, 33, 75
              }),
          7,
          List.of(new int[] {31, 24, 44, 24, 57, 24, 70, 24, 62, 42, 54, 60, 46, 82}));

  private Strokes() {}
}
