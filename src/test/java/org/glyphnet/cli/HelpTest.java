package org.glyphnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  private static List<String> printed(int columns, String... words) throws java.io.IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    new CommandLines(Main.commands(), line -> {})
        .run(
            List.of(words),
            Screen.on(out, StandardCharsets.UTF_8, true, Integer.toString(columns)));
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @ParameterizedTest
  @CsvSource({"60", "80", "100"})
  void everyCommandsHelpFitsTheTerminal(int columns) throws java.io.IOException {
    assertThat(printed(columns, "--help")).allMatch(line -> line.length() <= columns);
    for (Command command : Main.commands()) {
      assertThat(printed(columns, "help", command.declaration().name()))
          .allMatch(line -> line.length() <= columns)
          .anyMatch(line -> line.contains("--verbose"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"help", "--help", "-help", "-h", "-?"})
  void helpIsHelpHoweverItIsTyped(String word) throws java.io.IOException {
    assertThat(printed(80, word)).isEqualTo(printed(80, "--help"));
    assertThat(printed(80, "train", word.equals("help") ? "--help" : word))
        .isEqualTo(printed(80, "help", "train"));
  }

  @Test
  void trainsOptionsAreInGroups() throws java.io.IOException {
    assertThat(printed(80, "help", "train"))
        .containsSubsequence("Data:", "Network:", "Training:", "Output:", "Help:");
  }

  @Test
  void noWordIsBroken() throws java.io.IOException {
    assertThat(String.join(" ", printed(80, "help", "train")).replaceAll("\\s+", " "))
        .contains("how much of its old value a moving average of batch normalisation keeps")
        .contains("from its newest complete checkpoint");
  }
}
