package org.glyphnet.report;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.glyphnet.files.DurableFiles;
import org.glyphnet.runs.EpochsCsv;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecordFile;
import org.glyphnet.training.EpochResult;
import org.jfree.chart.JFreeChart;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.ViewBox;

/**
 * The chart "Classification error per Epoch": 1 - accuracy of the training and the test images over
 * the epochs, epoch -1 (untrained) included, on a logarithmic axis.
 *
 * <pre>{@code
 * ErrorChart chart = ErrorChart.of(EpochsCsv.read(run.resolve("epochs.csv")));
 * chart.writePng(run.resolve("error-per-epoch.png"), 800, 500);
 * }</pre>
 *
 * <p>An error of 0 has no place on a logarithmic axis. Such a point is drawn hollow on a line of
 * its own below the smallest error of the chart, the line is labelled 0, and a line under the title
 * says what it means. An accuracy that is NaN (not measured) is left out.
 *
 * <p>Immutable. Needs fonts but no display.
 */
public final class ErrorChart {
  /** The title. */
  public static final String TITLE = "Classification error per Epoch";

  /** A good width for a picture, in pixels. */
  public static final int DEFAULT_WIDTH = 800;

  /** A good height for a picture, in pixels. */
  public static final int DEFAULT_HEIGHT = 500;

  /** There is no error above 1, so there is no more room above it than a point needs. */
  private static final double MOST = 1.2;

  /**
   * One run's epochs.
   *
   * @param run the run's name, in the legend when there are several runs
   * @param epochs in any number, also none; every accuracy in [0, 1] or NaN
   */
  public record Curve(String run, List<EpochResult> epochs) {
    public Curve {
      run = Shown.visible(run);
      epochs = List.copyOf(epochs);
      for (EpochResult result : epochs) {
        if (isNoShare(result.trainAccuracy()) || isNoShare(result.heldOutAccuracy())) {
          throw new IllegalArgumentException(
              "run " + run + ": accuracies are from 0 to 1, found " + result);
        }
      }
    }

    private static boolean isNoShare(double accuracy) {
      return accuracy < 0 || accuracy > 1;
    }
  }

  private final List<Curve> curves;
  private final String subtitle;

  private ErrorChart(List<Curve> curves, String subtitle) {
    this.curves = curves;
    this.subtitle = subtitle;
  }

  /** The chart of one run: black "train", red "test". */
  public static ErrorChart of(List<EpochResult> epochs) {
    return ofRuns(List.of(new Curve("", epochs)));
  }

  /**
   * The chart of one or several runs. Several have a colour each, a solid line "NAME train" and a
   * dashed line "NAME test".
   *
   * @throws IllegalArgumentException when there is no run, or two have the same name
   */
  public static ErrorChart ofRuns(List<Curve> curves) {
    if (curves.isEmpty()) {
      throw new IllegalArgumentException("A chart needs at least one run, found none");
    }
    Set<String> names = new HashSet<>();
    for (Curve curve : curves) {
      if (!names.add(curve.run())) {
        throw new IllegalArgumentException(
            "Runs in one chart need different names, found '" + curve.run() + "' twice");
      }
    }
    return new ErrorChart(List.copyOf(curves), "");
  }

  /**
   * The chart of a run with what it is of under its title: run, data set and, where it took another
   * data set than the wanted one, why.
   *
   * @param epochs the results to show, which may be further than those of the record
   */
  public static ErrorChart ofRun(RunRecord record, List<EpochResult> epochs) {
    return of(epochs).withSubtitle(subtitle(record.run() + ": ", record.data()));
  }

  /**
   * The chart of one or several runs as their folders have them now.
   *
   * @param runs folders with an {@code epochs.csv}; a {@code run.json} tells of the data set
   * @throws org.glyphnet.data.DataException when a file is missing or damaged
   */
  public static ErrorChart ofFolders(List<Path> runs) throws IOException {
    List<String> names = RunNames.of(runs);
    List<Curve> curves = new ArrayList<>();
    Set<String> subtitles = new LinkedHashSet<>();
    for (int i = 0; i < runs.size(); i++) {
      RunFolder run = new RunFolder(runs.get(i));
      curves.add(new Curve(names.get(i), EpochsCsv.read(run.epochs())));
      if (Files.exists(run.record())) {
        subtitles.add(
            subtitle(
                runs.size() == 1 ? names.get(i) + ": " : "",
                RunRecordFile.read(run.record()).data()));
      }
    }
    return ofRuns(curves).withSubtitle(String.join("\n", subtitles));
  }

  private static String subtitle(String run, RunRecord.Data data) {
    String notice = data.notice().isEmpty() ? "" : "\n" + data.notice();
    return run + Shown.dataset(data) + notice;
  }

  /** The runs' names, told apart; "" for the only one of {@link #of}. */
  public List<String> runs() {
    return curves.stream().map(Curve::run).toList();
  }

  /**
   * The same chart with lines under its title, such as a notice about the data; "" for none.
   *
   * @param text lines between line feeds
   */
  public ErrorChart withSubtitle(String text) {
    return new ErrorChart(curves, text);
  }

  /**
   * A new JFreeChart of it, the caller's to change. Series 2i is run i's training error, series 2i
   * + 1 its test error.
   */
  public JFreeChart toJFreeChart() {
    LogScale scale = LogScale.of(errors(), MOST);
    XYSeriesCollection errors = new XYSeriesCollection();
    for (Curve curve : curves) {
      String prefix = curves.size() == 1 ? "" : curve.run() + " ";
      errors.addSeries(series(prefix + "train", curve, EpochResult::trainAccuracy, scale));
      errors.addSeries(series(prefix + heldOut(curve), curve, EpochResult::heldOutAccuracy, scale));
    }
    return ErrorChartLook.dress(errors, scale, subtitle);
  }

  /**
   * Writes it as a PNG picture, beside its place first and then moved there.
   *
   * @param target its folder is made where it is missing
   * @param width in pixels
   * @param height in pixels
   * @throws ChartException when this machine has no fonts to draw with
   */
  public void writePng(Path target, int width, int height) throws IOException {
    DurableFiles.write(target, png(width, height));
  }

  /**
   * Writes it as an SVG drawing with its words as text, beside its place first and then moved
   * there. One chart gives the same bytes each time.
   *
   * @param target its folder is made where it is missing
   * @param width in CSS pixels; the drawing scales
   * @param height in CSS pixels
   * @throws ChartException when this machine has no fonts to measure text with
   */
  public void writeSvg(Path target, int width, int height) throws IOException {
    // Without a DOCTYPE, so that no XML reader goes looking for a DTD in the network.
    String document = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg(width, height) + "\n";
    DurableFiles.write(target, document.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The PNG picture's bytes.
   *
   * @throws ChartException when this machine has no fonts to draw with
   */
  public byte[] png(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Drawing.guarded(
        () -> {
          Graphics2D graphics = image.createGraphics();
          try {
            graphics.setRenderingHint(
                RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
            draw(graphics, width, height);
          } finally {
            graphics.dispose();
          }
        });
    return PngImage.bytes(image);
  }

  /**
   * The SVG drawing as one {@code <svg>} element, to be put into a page.
   *
   * @throws ChartException when this machine has no fonts to measure text with
   */
  public String svg(int width, int height) {
    SVGGraphics2D graphics = new SVGGraphics2D(width, height);
    // The default is a time stamp.
    graphics.setDefsKeyPrefix("error-per-epoch-");
    // A hundredth of a pixel is enough, and a third of the bytes.
    graphics.setGeomDoubleConverter(d -> Double.toString(Math.round(d * 100) / 100.0));
    Drawing.guarded(() -> draw(graphics, width, height));
    return graphics.getSVGElement(null, true, new ViewBox(0, 0, width, height), null, null);
  }

  /** The part beside the training images: validation where there is one. */
  private static String heldOut(Curve curve) {
    return curve.epochs().stream().anyMatch(e -> !Double.isNaN(e.validationAccuracy()))
        ? "validation"
        : "test";
  }

  private void draw(Graphics2D graphics, int width, int height) {
    toJFreeChart().draw(graphics, new Rectangle2D.Double(0, 0, width, height));
  }

  /** Every measured error of every run. */
  private DoubleStream errors() {
    return curves.stream()
        .flatMap(curve -> curve.epochs().stream())
        .flatMapToDouble(r -> DoubleStream.of(1 - r.trainAccuracy(), 1 - r.heldOutAccuracy()))
        .filter(e -> !Double.isNaN(e));
  }

  private static XYSeries series(
      String name, Curve curve, ToDoubleFunction<EpochResult> accuracy, LogScale scale) {
    XYSeries series = new XYSeries(name);
    for (EpochResult result : curve.epochs()) {
      double error = 1 - accuracy.applyAsDouble(result);
      if (!Double.isNaN(error)) {
        series.add(result.epoch(), error == 0 ? scale.zero().getAsDouble() : error);
      }
    }
    return series;
  }
}
