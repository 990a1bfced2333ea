package org.glyphnet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.glyphnet.report.Fixtures.epoch;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.data.augmentation.Augmentation;
import org.glyphnet.network.ConvNet;
import org.glyphnet.training.EpochResult;
import org.glyphnet.training.Evaluation;
import org.glyphnet.training.Fixtures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Session;

/** The page about an untrained network, which makes mistakes enough. */
class RunReportTest {
  private static final ImageDataset DATASET = Fixtures.bars(90);
  private static final Split SPLIT = Fixtures.split(DATASET, 60);

  private static ConvNet net;
  private static Session session;
  private static InferenceCopy inference;
  private static RunReport.Network network;
  private static Findings findings;

  @TempDir Path folder;

  @BeforeAll
  static void look() {
    net = Fixtures.net(1);
    session = new Session(net.graph(), Fixtures.SETTINGS.toConfig());
    session.initialize();
    inference = new InferenceCopy(net, session);
    network =
        new RunReport.Network(
            "classifier-7", session, inference.session(), List.of(), DATASET, SPLIT);
    findings = Findings.of(network);
  }

  @AfterAll
  static void free() {
    inference.close();
    session.close();
    net.close();
  }

  private Path run() throws IOException {
    return Runs.finished(
        folder.resolve("a-run"),
        Map.of("activation", "<i>leaky</i>"),
        List.of(epoch(-1, 0.1, 0.1), epoch(0, 0.9375, 0.9), epoch(1, 0.96875, 0.875)));
  }

  private String page(Path run) throws IOException {
    Path file = folder.resolve("report.html");
    RunReport.write(run, network, file);
    return Files.readString(file);
  }

  @Test
  void mistakesAreThoseOfTheEvaluation() {
    int[] predictions = Evaluation.of(session, DATASET, SPLIT.test()).predictions();
    List<Integer> wrong =
        IntStream.range(0, predictions.length)
            .filter(i -> predictions[i] != DATASET.label(SPLIT.test()[i]))
            .mapToObj(i -> SPLIT.test()[i])
            .toList();

    assertThat(findings.mistakes())
        .extracting(Predictions.Mistake::image)
        .containsExactlyInAnyOrderElementsOf(wrong);
    assertThat(findings.mistakes())
        .hasSizeGreaterThan(25)
        .isSortedAccordingTo(
            Comparator.comparingDouble(Predictions.Mistake::probability).reversed())
        .allSatisfy(m -> assertThat(m.probability()).isBetween(1.0 / 3, 1.0));
    assertThat(
            findings.confusion().count(0, 0)
                + findings.confusion().count(1, 1)
                + findings.confusion().count(2, 2))
        .isEqualTo(60 - wrong.size());
  }

  @Test
  void pageHasTheRunsNumbers() throws IOException {
    assertThat(page(run()))
        .contains("<dd>0.875000<small>12.50\u00a0% of 100 wrong</small>")
        .contains("<dd>0.968750<small>")
        .contains("best test accuracy 0.900000 in 0")
        .contains("<title>test, epoch 1: 0.125000</title>")
        .contains("<title>train, epoch 0: 0.100000</title>")
        .contains(Runs.SHA256, "2.18.0", "a processor", "Trained 2026-01-01 00:00 UTC to ")
        .contains(findings.mistakes().size() + " of 60 test images were taken for another class");
  }

  @Test
  void confusionIsATableWithAHeadForEachRowAndColumn() throws IOException {
    String page = page(run());
    String table = page.substring(page.indexOf("<table class=\"heat"));
    table = table.substring(0, table.indexOf("</table>"));

    assertThat(Pages.all(table, "<th scope=\"col\" title=\"\\w+\"><span>(\\w+)</span></th>"))
        .containsExactly("horizontal", "vertical", "diagonal");
    assertThat(Pages.all(table, "<th scope=\"row\" title=\"\\w+\"><span>(\\w+)</span></th>"))
        .containsExactly("horizontal", "vertical", "diagonal");
    List<String> counts = Pages.all(table, "<td [^>]*>(\\d+)</td>");
    for (int i = 0; i < 9; i++) {
      assertThat(counts.get(i)).isEqualTo(Long.toString(findings.confusion().count(i / 3, i % 3)));
    }
  }

  @Test
  void worstMistakesAreShownAsTheirImages() throws IOException {
    String page = page(run());

    List<String> pictures =
        Pages.all(
            page,
            "src=\"data:image/png;base64,([^\"]*)\" alt=\"image\u00a0[0-9]+, a [a-z]+, taken");
    assertThat(pictures).hasSize(25 + Math.min(25, findings.doubtful().images().size()));
    Predictions.Mistake worst = findings.mistakes().get(0);
    BufferedImage picture =
        ImageIO.read(
            new ByteArrayInputStream(
                Base64.getDecoder().decode(pictures.get(0).replace("&#x3D;", "="))));
    int factor = picture.getWidth() / 8;
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        assertThat(picture.getRaster().getSample(x * factor, y * factor, 0))
            .isEqualTo(DATASET.pixel(worst.image(), y, x, 0));
      }
    }
  }

  @Test
  void trustIsShownWithIntervalsAndDoubtfulLabels() throws IOException {
    String page = page(run());

    assertThat(page)
        .contains(findings.test().right() + " of 60 test images are right")
        .contains("Expected calibration error on the test images: 0.")
        .contains("There is no validation part to fit a temperature on.")
        .contains(
            findings.doubtful().images().size()
                + " of 30 training images are taken for another class");
    assertThat(Pages.all(page, "(<rect [^>]*><title>[^<]* right of [0-9]+ images</title>)"))
        .isNotEmpty();
  }

  @Test
  void temperatureIsFittedOnTheValidationImages() {
    Split split = new Split(SPLIT.train(), IntStream.range(0, 20).toArray(), SPLIT.test());

    assertThat(
            Findings.of(
                    new RunReport.Network(
                        "classifier-7", session, inference.session(), List.of(), DATASET, split))
                .temperature()
                .getAsDouble())
        .isBetween(0.001, 1000.0);
  }

  @Test
  void decisionsAreExplainedForMistakesAndForEachClassThatIsEverRight() throws IOException {
    String page = page(run());
    long rightClasses =
        IntStream.range(0, 3).filter(i -> findings.confusion().count(i, i) > 0).count();

    assertThat(Pages.all(page, "alt=\"(Grad-CAM of )")).hasSize(6 + (int) rightClasses);
    assertThat(Pages.all(page, "alt=\"(Occlusion map of )")).hasSize(6 + (int) rightClasses);
  }

  @Test
  void augmentedImagesAreShownAsTheFirstEpochsHadThem() throws IOException {
    Path augmented = Runs.augmented(folder.resolve("augmented"), Augmentation.parse("shift=2"));

    String page = page(augmented);

    assertThat(page).contains("as the first epochs had them: shift&#x3D;2.");
    assertThat(Pages.all(page, "alt=\"(image\u00a0[0-9]+ in epoch [0-9])\"")).hasSize(6 * 7);
    assertThat(page(run())).doesNotContain("as the first epochs had them");
  }

  @Test
  void bestEpochIsMarkedInTheCurveAndInTheTable() throws IOException {
    String page = page(run());

    assertThat(Pages.all(page, "<tr class=\"best\"><th scope=\"row\">(-?[0-9]+)</th>"))
        .containsExactly("0");
    assertThat(Pages.all(page, "(<line class=\"best\")")).hasSize(1);
  }

  @Test
  void runWithAValidationPartSaysThatTheTestImagesWereLookedAtOnce() throws IOException {
    Path run =
        Runs.finished(
            folder.resolve("validated"),
            Map.of(),
            List.of(
                new EpochResult(-1, Double.NaN, 0.1, Double.NaN, 0, 0, 0.1, 2, Double.NaN),
                new EpochResult(0, 0.5, 0.9, Double.NaN, 30, 2000, 0.85, 0.4, 0.001),
                new EpochResult(1, 0.4, 0.95, Double.NaN, 30, 2000, 0.8, 0.5, 0.000125)));

    String page = page(run);

    assertThat(page)
        .contains("the test images were looked at once, at the end")
        .contains("best validation accuracy 0.850000 in 0")
        .contains("<title>validation, epoch 1: 0.200000</title>")
        .contains("Learning rate per Epoch", "<td>0.000125</td>")
        .doesNotContain("<title>test, epoch");
  }

  @Test
  void imagesOfAFolderAreCalledByTheirFiles() throws IOException {
    List<String> files =
        IntStream.range(0, DATASET.count()).mapToObj(i -> "bars/" + i + ".png").toList();
    Path file = folder.resolve("report.html");

    RunReport.write(
        run(),
        new RunReport.Network(
            "classifier-7",
            session,
            inference.session(),
            List.of(),
            DATASET.withImageNames(files),
            SPLIT),
        file);

    assertThat(Files.readString(file))
        .contains(", bars/" + findings.mistakes().get(0).image() + ".png</span>")
        .doesNotContain("image\u00a0");
  }

  @Test
  void everyFilterAndMapIsShownAndEveryPictureIsDescribed() throws IOException {
    String page = page(run());

    assertThat(Pages.all(page, "alt=\"(Filter \\d)")).hasSize(3);
    assertThat(Pages.all(page, "alt=\"(Output of filter \\d)\"")).hasSize(3 + 4);
    assertThat(Pages.all(page, "(<img (?![^>]*alt=\"[^\"]+\"))")).isEmpty();
  }

  @Test
  void mapsAreWhatTheBlocksPutOut() {
    Activations example = findings.example();
    Activations.Maps first = example.blocks().get(0);

    assertThat(first.height()).isEqualTo(4);
    assertThat(first.count()).isEqualTo(3);
    assertThat(example.blocks().get(1).height()).isEqualTo(2);
    assertThat(example.blocks().get(1).count()).isEqualTo(4);
    assertThat(first.map(2)[5]).isEqualTo(first.values()[5 * 3 + 2]);
    float sum = 0;
    for (float probability : example.probabilities()) {
      sum += probability;
    }
    assertThat(sum).isCloseTo(1, org.assertj.core.api.Assertions.within(1e-5f));
  }

  @Test
  void pageStandsAloneAndEscapesWhatItShows() throws IOException {
    String page = page(run());

    Pages.assertStandsAlone(page);
    assertThat(page).contains("&lt;i&gt;leaky").doesNotContain("<i>leaky");
    // One level after another, as whoever hears the page needs it.
    List<String> levels = Pages.all(page, "<h([1-6])");
    assertThat(levels.get(0)).isEqualTo("1");
    for (int i = 1; i < levels.size(); i++) {
      assertThat(Integer.parseInt(levels.get(i)))
          .isBetween(2, Integer.parseInt(levels.get(i - 1)) + 1);
    }
  }

  @Test
  void runThatWasCutShortIsSaidToBe() throws IOException {
    String page =
        page(Runs.cutShort(folder.resolve("cut"), new HashMap<>(), List.of(epoch(-1, 0.1, 0.1))));

    assertThat(page).contains("not trained to its end; pictures of classifier-7");
  }

  @Test
  void oneRunGivesOnePage() throws IOException {
    Path run = run();

    assertThat(page(run)).isEqualTo(page(run));
  }
}
