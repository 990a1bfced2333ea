package org.glyphnet.data.synthetic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glyphnet.data.SplitMix64;
import org.glyphnet.data.pictures.MnistFrame;

/**
 * Writes one digit the way one person would: takes a template, misses its points a little, rounds
 * some corners, starts strokes early or late, and draws them with a pen of its own.
 */
final class StrokeHand {
  /**
   * Height or width of the ink on the paper, whichever is larger; scanned digits are about this
   * big.
   */
  private static final double PAPER = 64;

  private final SplitMix64 random;
  private final StrokeWarp warp;
  private final StrokePen pen;
  private final double looseness;
  private final double roundness;

  StrokeHand(SplitMix64 random) {
    this.random = random;
    warp = new StrokeWarp(random);
    pen = new StrokePen(random);
    looseness = random.uniform(1, 4.8);
    roundness = random.chance(0.3) ? random.uniform() : 0;
  }

  /** The paper with the digit on it, just large enough. */
  StrokeRaster write(StrokeTemplate template) {
    double[] points = template.between(random);
    List<double[]> lines = new ArrayList<>();
    for (int stroke = 0; stroke < template.strokes(); stroke++) {
      int from = template.strokeStart(stroke);
      int to = template.strokeStart(stroke + 1);
      double[] control = Arrays.copyOfRange(points, 2 * from, 2 * to);
      boolean[] corners = new boolean[to - from];
      for (int i = 0; i < corners.length; i++) {
        corners[i] = template.isCorner(from + i) && !random.chance(roundness);
      }
      miss(control);
      double[] line = new StrokeCurve(control, corners).sample();
      warp.apply(line);
      lines.add(line);
    }
    return ink(lines);
  }

  private void miss(double[] control) {
    double dx = looseness * random.bell();
    double dy = looseness * random.bell();
    for (int i = 0; i < control.length; i += 2) {
      control[i] += dx + looseness * random.bell();
      control[i + 1] += dy + looseness * random.bell();
    }
    int last = control.length - 2;
    stretch(control, 0, 2);
    stretch(control, last, last - 2);
  }

  /** Starts or ends a stroke a little early or late, in its own direction. */
  private void stretch(double[] control, int end, int beside) {
    double share = 0.05 + 0.16 * random.bell();
    control[end] += share * (control[end] - control[beside]);
    control[end + 1] += share * (control[end + 1] - control[beside + 1]);
  }

  private StrokeRaster ink(List<double[]> lines) {
    double[] x = range(lines, 0);
    double[] y = range(lines, 1);
    double extent = Math.max(x[1] - x[0], y[1] - y[0]);
    double radius = pen.widthFor(length(lines) / extent) / MnistFrame.BOX * PAPER / 2;
    double scale = (PAPER - 2 * radius) / extent;
    double margin = 1.5 * radius + 1;
    StrokeRaster paper =
        new StrokeRaster(
            (int) Math.ceil((y[1] - y[0]) * scale + 2 * margin),
            (int) Math.ceil((x[1] - x[0]) * scale + 2 * margin));
    for (double[] line : lines) {
      for (int i = 0; i < line.length; i += 2) {
        line[i] = (line[i] - x[0]) * scale + margin;
        line[i + 1] = (line[i + 1] - y[0]) * scale + margin;
      }
      double[] pressure = pen.press(line.length / 2);
      for (int i = 0; i + 2 < line.length; i += 2) {
        paper.draw(
            line[i],
            line[i + 1],
            radius * pressure[i / 2],
            line[i + 2],
            line[i + 3],
            radius * pressure[i / 2 + 1]);
      }
    }
    return paper;
  }

  private static double length(List<double[]> lines) {
    double length = 0;
    for (double[] line : lines) {
      for (int i = 2; i < line.length; i += 2) {
        double dx = line[i] - line[i - 2];
        double dy = line[i + 1] - line[i - 1];
        length += Math.sqrt(dx * dx + dy * dy);
      }
    }
    return length;
  }

  /** Least and greatest coordinate on one axis. */
  private static double[] range(List<double[]> lines, int axis) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (double[] line : lines) {
      for (int i = axis; i < line.length; i += 2) {
        least = Math.min(least, line[i]);
        greatest = Math.max(greatest, line[i]);
      }
    }
    return new double[] {least, greatest};
  }
}
