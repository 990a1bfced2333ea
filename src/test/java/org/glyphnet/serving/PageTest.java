package org.glyphnet.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.glyphnet.TestBrowser;
import org.glyphnet.network.NetworkSpec;
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
  private static TestBrowser browser;

  @BeforeAll
  static void start() throws IOException {
    browser = TestBrowser.open();
    Path model = folder.resolve("digits");
    DigitModel.export(model);
    Path report = Files.writeString(folder.resolve("report.html"), "<h1>The run</h1>");
    service =
        HttpService.start(
            "digits",
            model,
            ServiceSettings.byDefault().withPort(0).withReports(version -> Optional.of(report)));
  }

  @AfterAll
  static void stop() {
    if (service != null) {
      service.close();
    }
    if (browser != null) {
      browser.close();
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

      String middle = pixel(page, "seen", 14, 14);
      String corner = pixel(page, "seen", 0, 0);
      String[] hot = pixel(page, "heat", 14, 14).split(",", -1);

      assertThat(middle).matches("2\\d\\d,2\\d\\d,2\\d\\d,255");
      assertThat(corner).isEqualTo("0,0,0,255");
      assertThat(Integer.parseInt(hot[0]))
          .as("red, on the stroke")
          .isGreaterThan(Integer.parseInt(hot[2]) + 40);
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
    try (Page page = browser.browser().newPage()) {
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

  @Test
  void lettersAreAskedForAsLettersAndOnlyTheLikeliestAreShown() throws IOException {
    List<String> letters = IntStream.range('A', 'Z' + 1).mapToObj(Character::toString).toList();
    try (HttpService of = serve("letters", 28, 1, letters);
        Page page = open(of, 1280, 800, ColorScheme.LIGHT)) {
      assertThat(page.locator("#wish").textContent()).isEqualTo("Draw a letter");

      draw(page, 1);
      page.waitForFunction("() => !document.body.classList.contains('empty')");

      assertThat(page.locator(".bars li:visible").count()).isEqualTo(10);
      assertThat(page.locator("#rest").textContent()).startsWith("The other 16: ");
      page.screenshot(new ScreenshotOptions().setPath(PICTURES.resolve("letters.png")));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {390, 1280})
  void colourModelTakesAPictureAndHasNothingToDrawOn(int width) throws IOException {
    List<String> names = List.of("car", "horse", "a class with a name of forty letters here");
    try (HttpService of = serve("things", 24, 3, names);
        Page page = open(of, width, 800, ColorScheme.LIGHT)) {
      assertThat(page.locator("#wish").textContent())
          .isEqualTo("Drop a picture of car or horse or a class with a name of forty letters here");
      assertThat(page.locator("#undo").isVisible()).isFalse();
      assertThat(page.locator("#keys").isVisible()).isFalse();
      assertThat(page.locator("#notice").isVisible()).isFalse();

      page.setInputFiles("#file", new FilePayload("red.png", "image/png", square(Color.RED, 24)));
      page.waitForFunction("() => !document.body.classList.contains('empty')");
      settle(page);

      assertThat(pixel(page, "seen", 12, 12)).isEqualTo("255,0,0,255");
      assertThat(page.evaluate("seen.width")).isEqualTo(24);
      assertThat(names).contains(page.locator("#guess").textContent());
      page.screenshot(
          new ScreenshotOptions()
              .setPath(PICTURES.resolve("things-" + width + ".png"))
              .setFullPage(true));
      assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
          .isLessThanOrEqualTo(width);
    }
  }

  @Test
  void picturesCanBeDroppedAndPastedAndDrawingReplacesThem() throws IOException {
    for (String event : List.of("drop", "paste")) {
      try (Page page = open(1280, 800, ColorScheme.LIGHT)) {
        page.evaluate(
            GIVE, List.of(event, Base64.getEncoder().encodeToString(square(Color.WHITE, 40))));
        page.waitForFunction("() => !document.body.classList.contains('empty')");
        settle(page);
        assertThat(page.locator("#undo").isDisabled()).as("no stroke to take back").isTrue();
        assertThat(page.locator("#hint").isVisible()).isFalse();

        draw(page, 1);

        waitForGuess(page, "1");
      }
    }
  }

  @Test
  void whatIsNoPictureIsSaidToBeNone() {
    try (Page page = open(1280, 800, ColorScheme.LIGHT)) {
      page.setInputFiles("#file", new FilePayload("notes.png", "image/png", new byte[] {1, 2, 3}));

      page.waitForFunction("() => !notice.hidden");
      assertThat(page.locator("#notice").textContent())
          .isEqualTo("notes.png is no picture that this browser can read.");
    }
  }

  @Test
  void barsBeginAtOnePlaceWhateverTheNames() throws IOException {
    try (HttpService of = serve("names", 28, 1, List.of("i", "mmmmmmmm", "a longer name"));
        Page page = open(of, 1280, 800, ColorScheme.LIGHT)) {
      Object places =
          page.evaluate(
              "new Set([...document.querySelectorAll('.track')]"
                  + ".map(e => e.getBoundingClientRect().left)).size");

      assertThat(places).isEqualTo(1);
    }
  }

  @Test
  void picturesAreChosenByKeyboardToo() {
    try (Page page = open(1280, 800, ColorScheme.LIGHT)) {
      assertThat(page.waitForFileChooser(() -> page.locator("#file-button").press("Enter")))
          .isNotNull();
    }
  }

  /** Drops or pastes a PNG picture. */
  private static final String GIVE =
      """
      ([event, base64]) => {
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], "given.png", { type: "image/png" }));
        document.dispatchEvent(
          event === "paste"
            ? new ClipboardEvent("paste", { clipboardData: transfer })
            : new DragEvent("drop", { dataTransfer: transfer }),
        );
      }""";

  private static byte[] square(Color colour, int side) throws IOException {
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < side * side; i++) {
      picture.setRGB(i % side, i / side, colour.getRGB());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    return bytes.toByteArray();
  }

  /** A service over an untrained network. */
  private static HttpService serve(String name, int side, int channels, List<String> classes)
      throws IOException {
    NetworkSpec spec = TinyModel.DIGITS.withImage(side, side, channels).withClasses(classes.size());
    Path model = folder.resolve(name);
    TinyModel.exportUntrained(model, spec, classes, 1);
    return HttpService.start(name, model, ServiceSettings.byDefault().withPort(0));
  }

  private static String pixel(Page page, String canvas, int x, int y) {
    return (String)
        page.evaluate(
            String.format(
                Locale.ROOT,
                "[...%s.getContext('2d').getImageData(%d, %d, 1, 1).data].join()",
                canvas,
                x,
                y));
  }

  private static Page open(int width, int height, ColorScheme scheme) {
    return open(service, width, height, scheme);
  }

  private static Page open(HttpService of, int width, int height, ColorScheme scheme) {
    Page page =
        browser
            .browser()
            .newPage(
                new Browser.NewPageOptions()
                    .setViewportSize(width, height)
                    .setColorScheme(scheme)
                    .setDeviceScaleFactor(2));
    page.navigate(of.uri().toString());
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
}
