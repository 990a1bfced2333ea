package org.glyphnet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.glyphnet.report.Fixtures.bookEpochs;
import static org.glyphnet.report.Fixtures.epoch;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.training.EpochResult;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.title.Title;
import org.jfree.data.xy.XYDataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ErrorChartTest {
  @TempDir Path folder;

  @Test
  void valuesAreOneMinusTheAccuracyFromTheUntrainedEpochOn() {
    XYDataset errors = plot(ErrorChart.of(bookEpochs())).getDataset();

    assertThat(IntStream.range(0, 3).mapToDouble(i -> errors.getXValue(0, i)))
        .containsExactly(-1.0, 0.0, 1.0);
    assertThat(IntStream.range(0, 3).mapToDouble(i -> errors.getYValue(0, i)))
        .containsExactly(1 - 0.068963, 1 - 0.991166, 1 - 0.995);
    assertThat(IntStream.range(0, 3).mapToDouble(i -> errors.getYValue(1, i)))
        .containsExactly(1 - 0.071796, 1 - 0.98665, 1 - 0.99);
  }

  @Test
  void titleAndAxesAreNamedAsInTheBook() {
    JFreeChart chart = ErrorChart.of(bookEpochs()).toJFreeChart();

    assertThat(chart.getTitle().getText()).isEqualTo("Classification error per Epoch");
    assertThat(chart.getXYPlot().getDomainAxis().getLabel()).isEqualTo("Epoch");
    assertThat(chart.getXYPlot().getRangeAxis().getLabel()).isEqualTo("Classification error");
    assertThat(chart.getXYPlot().getRangeAxis()).isInstanceOf(LogAxis.class);
    assertThat(chart.getLegend()).isNotNull();
  }

  @Test
  void oneRunIsBlackTrainAndRedTest() {
    XYPlot plot = plot(ErrorChart.of(bookEpochs()));

    assertThat(names(plot)).containsExactly("train", "test");
    assertThat(plot.getRenderer().getSeriesPaint(0)).isEqualTo(Color.BLACK);
    assertThat(plot.getRenderer().getSeriesPaint(1)).isEqualTo(Color.RED);
  }

  @Test
  void severalRunsHaveAColourEachAndADashedTestLine() {
    XYPlot plot = plot(runs(12));

    assertThat(names(plot)).startsWith("run0 train", "run0 test", "run1 train", "run1 test");
    assertThat(IntStream.range(0, 12).mapToObj(i -> plot.getRenderer().getSeriesPaint(2 * i)))
        .doesNotHaveDuplicates();
    for (int run = 0; run < 12; run++) {
      assertThat(plot.getRenderer().getSeriesPaint(2 * run + 1))
          .isEqualTo(plot.getRenderer().getSeriesPaint(2 * run));
      assertThat(dash(plot, 2 * run)).isNull();
      assertThat(dash(plot, 2 * run + 1)).isNotNull();
    }
  }

  @Test
  void axisHoldsEveryErrorWithALittleRoom() {
    var range = plot(ErrorChart.of(bookEpochs())).getRangeAxis().getRange();

    assertThat(range.getLowerBound()).isBetween(0.003, 0.00499);
    assertThat(range.getUpperBound()).isBetween(0.932, 1.21);
  }

  @Test
  void epochsHaveNoNumberBesideThem() {
    var range = plot(ErrorChart.of(bookEpochs())).getDomainAxis().getRange();

    assertThat(range.getLowerBound()).isGreaterThan(-2).isLessThan(-1);
    assertThat(range.getUpperBound()).isGreaterThan(1).isLessThan(2);
  }

  @Test
  void noErrorIsDrawnBelowTheDecadeOfTheSmallestErrorAndSaidUnderTheTitle() {
    ErrorChart chart = ErrorChart.of(List.of(epoch(0, 0.9, 0.9), epoch(1, 1, 0.9998)));
    XYPlot plot = plot(chart);

    assertThat(plot.getDataset().getYValue(0, 1)).isCloseTo(0.0000316, within(1e-7));
    assertThat(plot.getRangeAxis().getLowerBound()).isLessThan(0.0000316);
    assertThat(subtitles(chart)).containsExactly(ErrorChartLook.ZERO_NOTE);
  }

  @Test
  void noErrorAnywhereStillHasAnAxisWithNumbers() {
    XYPlot plot = plot(ErrorChart.of(List.of(epoch(0, 1, 1))));

    assertThat(LogScale.labelled(plot.getRangeAxis().getRange())).isNotEmpty();
    assertThat(plot.getRangeAxis().getLowerBound()).isPositive();
  }

  @Test
  void chartWithoutPerfectAccuracySaysNothingOfIt() {
    assertThat(subtitles(ErrorChart.of(bookEpochs()))).isEmpty();
  }

  @Test
  void subtitleStandsUnderTheTitle() {
    assertThat(subtitles(ErrorChart.of(bookEpochs()).withSubtitle("Synthetic digits")))
        .containsExactly("Synthetic digits");
  }

  @Test
  void accuracyThatWasNotMeasuredIsLeftOut() {
    XYPlot plot = plot(ErrorChart.of(List.of(epoch(0, Double.NaN, 0.9), epoch(1, 0.9, 0.9))));

    assertThat(plot.getDataset().getItemCount(0)).isEqualTo(1);
    assertThat(plot.getDataset().getItemCount(1)).isEqualTo(2);
  }

  @Test
  void accuracyOutsideZeroToOneIsRefused() {
    List<EpochResult> epochs = List.of(epoch(0, 1.1, 0.9));

    assertThatThrownBy(() -> new ErrorChart.Curve("a", epochs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("accuracies are from 0 to 1");
  }

  @Test
  void runsOfOneNameAreRefused() {
    ErrorChart.Curve curve = new ErrorChart.Curve("a", bookEpochs());
    List<ErrorChart.Curve> twice = List.of(curve, curve);

    assertThatThrownBy(() -> ErrorChart.ofRuns(twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a' twice");
  }

  @Test
  void pngHasTheRequestedSizeAndBothLinesOnWhite() throws IOException {
    Path target = folder.resolve("new/folder/chart.png");

    ErrorChart.of(bookEpochs()).writePng(target, 640, 360);

    BufferedImage image = ImageIO.read(target.toFile());
    assertThat(image.getWidth()).isEqualTo(640);
    assertThat(image.getHeight()).isEqualTo(360);
    assertThat(image.getRGB(0, 0)).isEqualTo(Color.WHITE.getRGB());
    int[] pixels = image.getRGB(0, 0, 640, 360, null, 0, 640);
    assertThat(IntStream.of(pixels).filter(p -> p == Color.BLACK.getRGB()).count())
        .isGreaterThan(200);
    assertThat(IntStream.of(pixels).filter(p -> p == Color.RED.getRGB()).count())
        .isGreaterThan(200);
  }

  @Test
  void writingLeavesTheTargetAloneInItsFolder() throws IOException {
    Path target = folder.resolve("chart.png");
    Files.writeString(target, "an older chart");

    ErrorChart.of(bookEpochs()).writePng(target, 300, 200);

    assertThat(ImageIO.read(target.toFile())).isNotNull();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(target);
    }
  }

  @Test
  void failedWriteLeavesNothingBeside() throws IOException {
    Path target = Files.createDirectories(folder.resolve("chart.png/full")).getParent();

    assertThatThrownBy(() -> ErrorChart.of(bookEpochs()).writePng(target, 300, 200))
        .isInstanceOf(IOException.class);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(target);
    }
  }

  @Test
  void svgIsXmlWithTheWordsAsText() throws Exception {
    Path target = folder.resolve("chart.svg");

    ErrorChart.of(bookEpochs()).withSubtitle("Tom & <Jerry>").writeSvg(target, 640, 360);

    Document document = parse(Files.readAllBytes(target));
    assertThat(document.getDoctype()).isNull();
    assertThat(document.getDocumentElement().getAttribute("viewBox"))
        .isEqualTo("0.0 0.0 640.0 360.0");
    assertThat(texts(document))
        .contains("Classification error per Epoch", "Tom & <Jerry>", "Epoch", "train", "test", "-1")
        .contains("0.01", "0.1", "1");
  }

  @Test
  void svgIsXmlWhateverTheNamesAndShowsControlCharactersByNumber() throws Exception {
    ErrorChart chart =
        ErrorChart.ofRuns(
                List.of(
                    new ErrorChart.Curve("</text>\u001b[31mred", bookEpochs()),
                    new ErrorChart.Curve("b\u0000\ud800\uffff", bookEpochs())))
            .withSubtitle("one\u0007\ntwo");

    assertThat(texts(parse(chart.svg(900, 500).getBytes(StandardCharsets.UTF_8))))
        .contains(
            "</text>\\u001b[31mred train", "b\\u0000\\ud800\\uffff test", "one\\u0007", "two");
  }

  @Test
  void pictureOfARunNamesRunAndDataSet() {
    RunRecord record = Runs.record(folder.resolve("first"), Map.of(), bookEpochs());

    assertThat(subtitles(ErrorChart.ofRun(record, bookEpochs())))
        .containsExactly("first: mnist, 700 images");
  }

  @Test
  void pictureOfAFolderOfRunsNamesRunsAndDataSet() throws IOException {
    Path a = Runs.finished(folder.resolve("a"), Map.of(), bookEpochs());
    Path b = Runs.finished(folder.resolve("b"), Map.of(), bookEpochs());

    assertThat(subtitles(ErrorChart.ofFolders(List.of(a)))).containsExactly("a: mnist, 700 images");
    ErrorChart both = ErrorChart.ofFolders(List.of(a, b));
    assertThat(both.runs()).containsExactly("a", "b");
    assertThat(subtitles(both)).containsExactly("mnist, 700 images");
  }

  @Test
  void zeroIsANumberOfTheAxisWhereAPointNeedsIt() throws Exception {
    ErrorChart chart = ErrorChart.of(List.of(epoch(5, 0.9, 0.9), epoch(6, 1, 0.999)));

    assertThat(texts(parse(chart.svg(640, 360).getBytes(StandardCharsets.UTF_8))))
        .contains("0", "0.001", "0.01", "0.1");
  }

  @Test
  void oneChartGivesTheSameSvgInAnyLocale() {
    ErrorChart chart = ErrorChart.of(bookEpochs());
    String before = chart.svg(640, 360);
    Locale locale = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(chart.svg(640, 360)).isEqualTo(before);
    } finally {
      Locale.setDefault(locale);
    }
  }

  @Test
  void runWithoutEpochsIsAnEmptyChart() throws IOException {
    byte[] png = ErrorChart.of(List.of()).png(300, 200);

    assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(300);
  }

  private static ErrorChart runs(int count) {
    return ErrorChart.ofRuns(
        IntStream.range(0, count)
            .mapToObj(i -> new ErrorChart.Curve("run" + i, bookEpochs()))
            .toList());
  }

  private static XYPlot plot(ErrorChart chart) {
    return chart.toJFreeChart().getXYPlot();
  }

  private static List<String> names(XYPlot plot) {
    return IntStream.range(0, plot.getSeriesCount())
        .mapToObj(i -> plot.getDataset().getSeriesKey(i).toString())
        .toList();
  }

  private static float[] dash(XYPlot plot, int series) {
    return ((BasicStroke) plot.getRenderer().getSeriesStroke(series)).getDashArray();
  }

  private static List<String> subtitles(ErrorChart chart) {
    return Stream.of(chart.toJFreeChart().getSubtitles().toArray())
        .map(Title.class::cast)
        .filter(TextTitle.class::isInstance)
        .map(title -> ((TextTitle) title).getText())
        .toList();
  }

  private static Document parse(byte[] svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg));
  }

  private static List<String> texts(Document document) {
    var nodes = document.getElementsByTagName("text");
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent())
        .toList();
  }
}
