package org.glyphnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PlainStreamTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out =
      new PlainStream(new PrintStream(bytes, true, StandardCharsets.UTF_8), StandardCharsets.UTF_8);

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void escapeSequencesAreShownWhateverPrintsThem() {
    out.print("a\u001b[31mb");
    out.println("c\u0007d");
    out.printf(Locale.ROOT, "%s%n", "e\u0000f\u009bg");
    out.println((Object) "h\u007fi");

    assertThat(shown().replace(System.lineSeparator(), "\n"))
        .isEqualTo("a\\x1b[31mbc\\x07d\ne\\x00f\\x9bg\nh\\x7fi\n");
  }

  @Test
  void whatTurnsTheTextAroundIsShown() {
    out.print("evil\u202egnp.exe");

    assertThat(shown()).isEqualTo("evil\\u202egnp.exe");
  }

  @Test
  void linesTabsAccentsAndEmojiStay() {
    out.print("á\tß\n日本 \uD83D\uDE00");

    assertThat(shown()).isEqualTo("á\tß\n日本 \uD83D\uDE00");
  }

  @Test
  void aNameStaysInItsLine() {
    assertThat(PlainStream.name("two\nlines\t.png")).isEqualTo("two\\x0alines\\x09.png");
  }
}
