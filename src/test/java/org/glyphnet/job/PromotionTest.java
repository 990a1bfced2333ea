package org.glyphnet.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.glyphnet.data.DataException;
import org.glyphnet.saving.DefaultVersion;
import org.glyphnet.saving.HeldOut;
import org.glyphnet.saving.SavedModels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromotionTest {
  private static final HeldOut SAME_IMAGES = new HeldOut("a".repeat(64), 30, 0.9);

  @TempDir Path model;

  @BeforeEach
  void oneVersionThatTellsHowItDid() throws IOException {
    version(1, "format: 1\nsha256: " + "a".repeat(64) + "\nimages: 30\naccuracy: 0.9\n");
  }

  @Test
  void aWorseVersionDoesNotBecomeTheDefaultAndThatIsToldInOneLine() throws IOException {
    Promotion worse = Promotion.of(model, new HeldOut(SAME_IMAGES.sha256(), 30, 0.8999), false);

    worse.before();
    version(2, "");
    worse.after();

    assertThat(SavedModels.version(model)).isEqualTo(model.resolve("1"));
    assertThat(worse.line())
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .hasLineCount(1)
                    .contains("0.8999 of 30 images against 0.9000 of 30 images")
                    .endsWith("version 1 stays the default"));
  }

  @Test
  void anEqualVersionBecomesTheDefault() throws IOException {
    assertBecomesTheDefault(Promotion.of(model, SAME_IMAGES, false));
  }

  @Test
  void whoeverWantsItGetsTheWorseOne() throws IOException {
    assertBecomesTheDefault(Promotion.of(model, new HeldOut(SAME_IMAGES.sha256(), 30, 0.1), true));
  }

  @Test
  void versionsHeldAgainstOtherImagesAreNotComparedAndThatIsTold() throws IOException {
    Promotion other = Promotion.of(model, new HeldOut("b".repeat(64), 30, 0.1), false);

    assertThat(other.line())
        .hasValueSatisfying(line -> assertThat(line).contains("cannot be compared"));
    assertBecomesTheDefault(other);
  }

  @Test
  void theNextBetterVersionTakesOverFromOneThatStayed() throws IOException {
    version(2, "");
    DefaultVersion.name(model, 1);

    Promotion better = Promotion.of(model, new HeldOut(SAME_IMAGES.sha256(), 30, 0.95), false);
    better.before();
    version(3, "");
    better.after();

    assertThat(SavedModels.version(model)).isEqualTo(model.resolve("3"));
  }

  @Test
  void theOrderBeginsWithTheNamedVersion() throws IOException {
    version(2, "");
    version(3, "");

    DefaultVersion.name(model, 2);

    assertThat(SavedModels.inOrder(model).keySet()).containsExactly(2L, 3L, 1L);
  }

  @Test
  void aDamagedVersionCannotBePromoted() throws IOException {
    version(2, "");

    assertThatThrownBy(() -> Promotion.promote(model, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds no graph");
    assertThat(SavedModels.version(model)).isEqualTo(model.resolve("2"));
  }

  @Test
  void aVersionThatIsNotThereCannotBePromoted() {
    assertThatThrownBy(() -> Promotion.promote(model, 7))
        .isInstanceOf(DataException.class)
        .hasMessage(model + ": no version 7; there is 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "9", "-1", "one", "99999999999999999999999"})
  void aDefaultThatIsNoVersionMeansTheNewest(String content) throws IOException {
    version(2, "");
    Files.writeString(model.resolve("default.txt"), content);

    assertThat(SavedModels.version(model)).isEqualTo(model.resolve("2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "format: 2\nsha256: aa\nimages: 3\naccuracy: 1\n",
        "format: 1\nsha256: aa\nimages: x\naccuracy: 1\n",
        "accuracy: 0.9"
      })
  void aVersionThatTellsInAnotherFormCannotBeCompared(String content) throws IOException {
    version(2, content);

    assertThat(SavedModels.heldOut(model.resolve("2"))).isEmpty();
  }

  private void assertBecomesTheDefault(Promotion promotion) throws IOException {
    promotion.before();
    version(2, "");
    promotion.after();

    Map.Entry<Long, Path> byDefault = SavedModels.byDefault(model).orElseThrow();
    assertThat(byDefault.getKey()).isEqualTo(2);
  }

  private void version(int number, String heldOut) throws IOException {
    Path version = model.resolve(Integer.toString(number));
    Files.createDirectories(version.resolve("assets.extra"));
    Files.write(version.resolve("saved_model.pb"), new byte[0]);
    if (!heldOut.isEmpty()) {
      Files.writeString(
          version.resolve("assets.extra/heldout.txt"), heldOut, StandardCharsets.UTF_8);
    }
  }
}
