package org.glyphnet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.ParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelChoiceTest {
  @TempDir Path folder;

  private ModelChoice choice(String... more) throws IOException, ParseException {
    String[] typed = new String[2 + more.length];
    typed[0] = "--saved-models";
    typed[1] = folder.resolve("saved_models").toString();
    System.arraycopy(more, 0, typed, 2, more.length);
    return ModelChoice.of(
        Arguments.of(new DefaultParser().parse(ModelChoice.options().toOptions(), typed)));
  }

  private Path version(String model, int number, long seconds) throws IOException {
    Path version =
        Files.createDirectories(folder.resolve("saved_models").resolve(model).resolve("" + number));
    Files.createFile(version.resolve("saved_model.pb"));
    assertThat(version.toFile().setLastModified(seconds * 1000)).isTrue();
    return version;
  }

  @Test
  void theModelThatWasTrainedLastIsTakenAndSaid() throws IOException, ParseException {
    version("digits", 1, 5000);
    version("letters", 1, 1000);
    version("letters", 2, 9000);

    ModelChoice choice = choice();

    assertThat(choice.folder()).isEqualTo(folder.resolve("saved_models/letters"));
    assertThat(choice.note()).contains("the newest in", "--model names another");
  }

  @Test
  void aNamedModelIsTakenWithoutAWord() throws IOException, ParseException {
    version("digits", 1, 5000);
    Path letters = version("letters", 1, 9000);

    assertThat(choice("--model", "digits"))
        .isEqualTo(new ModelChoice(folder.resolve("saved_models/digits"), ""));
    assertThat(choice("--model", letters.toString()).folder()).isEqualTo(letters);
  }

  @Test
  void withoutAnyModelThePlaceThatWasLookedInIsNamed() {
    assertThatThrownBy(this::choice)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("saved_models has no model", folder.toString());
  }
}
