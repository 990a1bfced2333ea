package org.glyphnet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real browser, drawn on with a mouse. Screenshots are left in target/page. */
class PageTest {
  private static final Path PICTURES = Path.of("target", "page");

  @TempDir static Path folder;
  private static HttpService service;
  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void start() throws IOException {
    Optional<Path> chromium = program("chromium", "chromium-browser", "google-chrome");
    Optional<Path> node = program("node");
    assumeTrue(
        chromium.isPresent() && node.isPresent(),
        "the page is not tested: no Chromium and Node here; scripts/install-chromium installs them");
    Path model = folder.resolve("digits");
    DigitModel.export(model);
    Path report = Files.writeString(folder.resolve("report.html"), "<h1>The run</h1>");
    service =
        HttpService.start(
            "digits",
            model,
            ServiceSettings.byDefault().withPort(0).withReports(version -> Optional.of(report)));
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        node.get().toString(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium.get())
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--disable-quic",
                            "--no-first-run")));
  }

  @AfterAll
  static void stop() {
    if (playwright != null) {
      browser.close();
      playwright.close();
      service.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7})
  void aDrawnDigitIsRecognised(int digit) {
    try (Page page = open(1280, 800, ColorScheme.LIGHT)) {
      draw(page, digit);

      waitForGuess(page, "" + digit);
      assertThat(page.locator(".bars .best span").first().textContent()).isEqualTo("" + digit);
      assertThat(bars(page).stream().mapToDouble(Double::doubleValue).sum())
          .isCloseTo(100, org.assertj.core.data.Offset.offset(1.0));
    }
  }

  @Test
  void theBarsFollowTheStrokeWhileItIsDrawn() {
    try (Page page = open(1280, 800, ColorScheme.LIGHT)) {
      Set<List<Double>> seen = new HashSet<>();
      BoundingBox board = page.locator("#board").boundingBox();
      for (int[] stroke : Strokes.OF_DIGITS.get(4)) {
        move(page, board, stroke, 0, 1);
        page.mouse().down();
        for (int i = 2; i < stroke.length; i += 2) {
          move(page, board, stroke, i, 8);
          settle(page);
          seen.add(bars(page)); // the button is still down
        }
        page.mouse().up();
      }

      assertThat(seen).hasSizeGreaterThan(5);
    }
  }

  @Test
  void clearClearsAndUndoTakesBackOneStroke() {
    try (Page page = open(1280, 800, ColorScheme.LIGHT)) {
      draw(page, 1);
      waitForGuess(page, "1");
      settle(page);
      List<Double> one = bars(page);
      draw(page, 7);
      settle(page);
      assertThat(bars(page)).isNotEqualTo(one);

      page.locator("#undo").click();
      settle(page);
      assertThat(bars(page)).isEqualTo(one);

      page.locator("#clear").click();
      assertThat(page.locator("#guess").textContent()).isEqualTo("–");
      assertThat(page.locator(".bars .value").allTextContents()).containsOnly("");
      assertThat(page.locator("#hint").isVisible()).isTrue();
      assertThat(page.locator("#clear").isDisabled()).isTrue();
    }
  }

  @Test
  void itWorksByKeyboardAlone() {
    try (Page page = open(1280, 800, ColorScheme.LIGHT)) {
      page.keyboard().press("Tab");
      for (int i = 0; i < 10; i++) {
        page.keyboard().press("ArrowUp");
      }
      page.keyboard().press(" ");
      for (int i = 0; i < 20; i++) {
        page.keyboard().press("ArrowDown");
      }
      page.keyboard().press(" ");
      waitForGuess(page, "1");

      page.keyboard().press("z");

      waitForGuess(page, "–");
    }
  }

  @Test
  void theNetworksViewShowsTheFramedDigit() {
    try (Page page = open(1280, 800, ColorScheme.LIGHT)) {
      draw(page, 1);
      waitForGuess(page, "1");
      settle(page);

      Object middle =
          page.evaluate("[...seen.getContext('2d').getImageData(14, 14, 1, 1).data].join()");
      Object corner =
          page.evaluate("[...seen.getContext('2d').getImageData(0, 0, 1, 1).data].join()");

      assertThat((String) middle).matches("2\\d\\d,2\\d\\d,2\\d\\d,255");
      assertThat(corner).isEqualTo("0,0,0,255");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 412, 1280})
  void nothingSticksOutAtAnyWidth(int width) {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      try (Page page = open(width, 800, scheme)) {
        draw(page, 2);
        waitForGuess(page, "2");
        settle(page);

        page.screenshot(
            new ScreenshotOptions()
                .setPath(PICTURES.resolve(width + "-" + scheme + ".png"))
                .setFullPage(true));
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
            .isLessThanOrEqualTo(width);
      }
    }
  }

  @Test
  void onlyTheServiceIsAskedAndTheBrowserHasNothingToComplainOf() {
    List<String> asked = new ArrayList<>();
    List<String> complaints = new ArrayList<>();
    try (Page page = browser.newPage()) {
      page.onRequest(request -> asked.add(request.url()));
      page.onConsoleMessage(message -> complaints.add(message.text()));
      page.onPageError(complaints::add);
      var answer = page.navigate(service.uri().toString());
      assertThat(answer.headers().get("content-security-policy"))
          .contains("default-src 'none'", "script-src 'self'")
          .doesNotContain("unsafe");
      draw(page, 7);
      waitForGuess(page, "7");
      page.locator("#report").click();
      assertThat(page.locator("h1").textContent()).isEqualTo("The run");
    }
    assertThat(asked).allMatch(url -> url.startsWith(service.uri().toString()));
    assertThat(complaints).isEmpty();
  }

  private static Page open(int width, int height, ColorScheme scheme) {
    Page page =
        browser.newPage(
            new Browser.NewPageOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setDeviceScaleFactor(2));
    page.navigate(service.uri().toString());
    page.waitForSelector(".bars li");
    return page;
  }

  private static void draw(Page page, int digit) {
    BoundingBox board = page.locator("#board").boundingBox();
    for (int[] stroke : Strokes.OF_DIGITS.get(digit)) {
      move(page, board, stroke, 0, 1);
      page.mouse().down();
      for (int i = 2; i < stroke.length; i += 2) {
        move(page, board, stroke, i, 4);
      }
      page.mouse().up();
    }
  }

  private static void move(Page page, BoundingBox board, int[] stroke, int at, int steps) {
    page.mouse()
        .move(
            board.x + board.width * stroke[at] / 100,
            board.y + board.height * stroke[at + 1] / 100,
            new com.microsoft.playwright.Mouse.MoveOptions().setSteps(steps));
  }

  private static void waitForGuess(Page page, String guess) {
    page.waitForFunction("guess => document.getElementById('guess').textContent === guess", guess);
  }

  /** Waits until the newest drawing is answered. */
  private static void settle(Page page) {
    page.waitForFunction("() => !asking && !waiting");
  }

  private static List<Double> bars(Page page) {
    return page.locator(".bars .value").allTextContents().stream()
        .map(text -> text.isEmpty() ? 0 : Double.parseDouble(text.replace(" %", "")))
        .toList();
  }

  private static Optional<Path> program(String... names) {
    return Stream.of(names)
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator, -1))
                    .map(place -> Path.of(place, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
