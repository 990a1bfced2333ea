package org.glyphnet.data.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetChoiceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "auto",
        "mnist",
        "synthetic",
        "idx:data/letters",
        "folder:my pictures",
        "folder:a:b",
        "idx:.",
        "idx:idx:x",
      })
  void whatIsTypedIsWhatIsPrinted(String typed) {
    DatasetChoice choice = DatasetChoice.parse(typed);

    assertThat(choice).hasToString(typed);
    assertThat(DatasetChoice.parse(choice.toString())).isEqualTo(choice);
  }

  @Test
  void theFolderIsWhatFollowsTheColon() {
    assertThat(DatasetChoice.parse("idx:a/b")).isEqualTo(new DatasetChoice.Idx(Path.of("a/b")));
    assertThat(DatasetChoice.parse("folder:a:b"))
        .isEqualTo(new DatasetChoice.Folder(Path.of("a:b")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "MNIST",
        "auto ",
        "cifar",
        "idx",
        "idx:",
        "folder: ",
        "dir:x",
        ":x",
        "mnist:x"
      })
  void anythingElseIsToldWhatCanBeTyped(String typed) {
    assertThatThrownBy(() -> DatasetChoice.parse(typed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + typed + "' is not possible; it takes " + DatasetChoice.FORMS);
  }

  @Test
  void aPathThatTheSystemDoesNotKnowIsRefused() {
    assertThatThrownBy(() -> DatasetChoice.parse("idx:a\0b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be a path");
  }
}
