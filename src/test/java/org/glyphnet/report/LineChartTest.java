package org.glyphnet.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.glyphnet.report.LineChart.Line;
import org.glyphnet.report.LineChart.Marker;
import org.glyphnet.report.LineChart.Point;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class LineChartTest {
  private static String svg(Point... points) {
    return LineChart.svg("errors", List.of(new Line("a", "c0", Marker.DOT, List.of(points))));
  }

  private static List<Double> heights(String svg) {
    return Pages.all(svg, "<use [^>]* y=\"([0-9.]+)%\"").stream().map(Double::valueOf).toList();
  }

  @Test
  void equalFactorsAreEqualHeights() {
    List<Double> y = heights(svg(new Point(0, 0.1), new Point(1, 0.01), new Point(2, 0.001)));

    assertThat(y).isSorted();
    assertThat(y.get(1) - y.get(0))
        .isCloseTo(y.get(2) - y.get(1), org.assertj.core.api.Assertions.within(0.011));
  }

  @Test
  void allPointsAreInside() {
    assertThat(heights(svg(new Point(-1, 400), new Point(0, 1e-9), new Point(1, 0))))
        .allMatch(y -> y > 0 && y < 100);
  }

  @Test
  void zeroIsHollowBelowTheSmallestNumberAndOnTheAxis() {
    String svg = svg(new Point(0, 0.02), new Point(1, 0));

    assertThat(Pages.all(svg, "class=\"(hollow)\"")).hasSize(1);
    assertThat(heights(svg)).isSorted();
    assertThat(svg).contains(">0</text>");
  }

  @Test
  void whatIsNotANumberIsLeftOut() {
    String svg =
        svg(new Point(-1, Double.NaN), new Point(0, Double.POSITIVE_INFINITY), new Point(1, 0.5));

    assertThat(heights(svg)).hasSize(1);
    assertThat(svg).doesNotContain("NaN", "Infinity");
  }

  @Test
  void manyEpochsHaveFewLabelsAndNoPoints() {
    Point[] points = new Point[200];
    for (int i = 0; i < points.length; i++) {
      points[i] = new Point(i, 1.0 / (i + 1));
    }
    String svg = svg(points);

    assertThat(Pages.all(svg, "middle\">([0-9]+)</text>"))
        .containsExactly("0", "20", "40", "60", "80", "100", "120", "140", "160", "180");
    assertThat(svg).doesNotContain("<use");
  }

  @Test
  void isXmlWhateverTheNames() throws Exception {
    String svg =
        LineChart.svg(
            "a \"b\" <c>",
            List.of(new Line("<&>", "c0", Marker.DIAMOND, List.of(new Point(0, 0.5)))));

    var root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)))
            .getDocumentElement();
    assertThat(root.getAttribute("aria-label")).isEqualTo("a \"b\" <c>");
    assertThat(root.getElementsByTagName("title").item(0).getTextContent())
        .startsWith("<&>, epoch 0");
  }

  @Test
  void noEpochsIsAnEmptyChart() {
    assertThat(svg()).contains("</svg>").doesNotContain("<use");
  }
}
