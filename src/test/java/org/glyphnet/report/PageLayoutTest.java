package org.glyphnet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.glyphnet.report.Fixtures.epoch;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.glyphnet.TestBrowser;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.Split;
import org.glyphnet.network.AdamSpec;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Preset;
import org.glyphnet.training.EpochResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Session;

/**
 * The pages in a real browser: nothing is cut off on a desk's screen or on paper, and on a
 * telephone only tables scroll. Pictures of them are left in target/pages.
 */
class PageLayoutTest {
  private static final Path PICTURES = Path.of("target", "pages");
  private static final int DESK = 1280;
  private static final int TELEPHONE = 390;

  /** A4 without its margins, in CSS pixels. */
  private static final int PAPER = 688;

  /** Elements whose content is wider than they are: what a reader would have to scroll for. */
  private static final String CUT_OFF =
      "[...document.querySelectorAll('.scroll, main, td, th, figure')]"
          + ".filter(e => e.scrollWidth > e.clientWidth + 1)"
          + ".map(e => e.className + ' ' + e.tagName + ' ' + e.textContent.slice(0, 40))";

  @TempDir static Path folder;
  private static TestBrowser browser;

  @BeforeAll
  static void start() {
    browser = TestBrowser.open();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "2, 40", "10, 1", "10, 40", "26, 1", "26, 40", "100, 1", "100, 40"})
  void aRunsReportFitsWhateverTheNumberAndNamesOfItsClasses(int classes, int letters)
      throws IOException {
    String name = classes + "-classes-of-" + letters;
    Path run = Runs.finished(folder.resolve(name), Map.of("data-dir", "/x".repeat(60)), epochs());
    Path page = folder.resolve(name + ".html");
    ImageDataset dataset = dataset(classes, letters);
    NetworkSpec spec =
        NetworkSpec.of(Preset.COMPACT)
            .withImage(12, 12, 1)
            .withClasses(classes)
            .withSizes(8, 8, 16);
    try (ConvNet net = ConvNet.forTraining(spec, AdamSpec.book(), 1);
        Session session = new Session(net.graph())) {
      session.initialize();
      int[] numbers = IntStream.range(0, dataset.count()).toArray();
      try (InferenceCopy inference = new InferenceCopy(net, session)) {
        RunReport.write(
            run,
            new RunReport.Network(
                "classifier-1",
                session,
                inference.session(),
                List.of(),
                dataset,
                new Split(numbers, numbers)),
            page);
      }
    }

    assertFits(page, name);
  }

  @Test
  void aComparisonOfManyRunsAndSettingsFits() throws IOException {
    List<Path> runs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      runs.add(
          Runs.finished(
              folder.resolve("a-run-with-quite-a-long-name-" + i),
              Map.of(
                  "learning-rate", "0.00" + i,
                  "augment", "shift=2,rotate=1" + i + ",zoom=0.12,shear=0.15,elastic=1",
                  "batch-size", "1" + i,
                  "dropout", "0." + i,
                  "preset", "compact-" + i),
              epochs()));
    }
    Path page = folder.resolve("comparison.html");

    ComparisonReport.write(runs, page);

    assertFits(page, "comparison");
  }

  private static void assertFits(Path file, String name) {
    try (Page page = open(file, DESK)) {
      picture(page, name + "-desk");
      assertThat(strings(page, CUT_OFF)).isEmpty();
      page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
      page.setViewportSize(PAPER, 900);
      picture(page, name + "-print");
      assertThat(strings(page, CUT_OFF)).isEmpty();
    }
    try (Page page = open(file, TELEPHONE)) {
      picture(page, name + "-telephone");
      assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
          .isLessThanOrEqualTo(TELEPHONE);
    }
  }

  private static Page open(Path file, int width) {
    Page page = browser.browser().newPage(new Browser.NewPageOptions().setViewportSize(width, 900));
    page.navigate(file.toUri().toString());
    return page;
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
  }

  private static List<?> strings(Page page, String script) {
    return (List<?>) page.evaluate(script);
  }

  private static List<EpochResult> epochs() {
    return List.of(epoch(-1, 0.1, 0.1), epoch(0, 0.9, 0.8), epoch(1, 0.95, 0.9), epoch(2, 1, 0.95));
  }

  /** Noise, three images a class. */
  private static ImageDataset dataset(int classes, int letters) {
    Random random = new Random(1);
    byte[] pixels = new byte[3 * classes * 12 * 12];
    random.nextBytes(pixels);
    return new ImageDataset(
        "noise",
        new ImageShape(12, 12, 1),
        pixels,
        IntStream.range(0, 3 * classes).map(i -> i % classes).toArray(),
        IntStream.range(0, classes).mapToObj(i -> name(i, letters)).toList(),
        OptionalInt.empty());
  }

  /** A, B, ... from {@code U+0041} on, or so many words' letters. */
  private static String name(int number, int letters) {
    String letter = Character.toString('A' + number);
    return letters == 1
        ? Character.toString(number < 26 ? 'A' + number : 0x00c0 + number)
        : (letter + "-class with a rather long name for a cell").substring(0, letters);
  }
}
