package org.glyphnet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.ParseException;
import org.glyphnet.serving.TinyModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the service listens, and what it says of that. */
class ServeCommandTest {
  /** Longer than a host's name can be, so that no name server is asked. */
  private static final String NO_HOST = "x".repeat(300);

  @TempDir static Path folder;
  private static String model;

  @BeforeAll
  static void export() throws IOException {
    model = folder.resolve("digits").toString();
    TinyModel.exportDigits(Path.of(model), 1);
  }

  @Test
  void openToOtherMachinesWithoutATokenItWarns() throws Exception {
    assertThat(said("--host", "0.0.0.0"))
        .startsWith("Warning: whoever reaches 0.0.0.0 may ask; --token-file takes a token")
        .contains("Serving digits version 1 at http://0.0.0.0:");
  }

  @Test
  void toThisMachineAloneItDoesNot() throws Exception {
    assertThat(said("--host", "127.0.0.1")).startsWith("Serving digits version 1");
  }

  @Test
  void aHostThatDoesNotExistIsBadUsage() {
    assertThatThrownBy(() -> said("--host", NO_HOST))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "cannot listen on "
                + NO_HOST
                + ", port 0 (no such host); choose another --port or --host");
  }

  @Test
  void whatIsNoLabelOfAVersionIsBadUsage() {
    for (String typed : new String[] {"stable", "stable=", "=1", "a/b=1", "stable=one"}) {
      assertThatThrownBy(() -> said("--label", typed))
          .isInstanceOf(UsageException.class)
          .hasMessageStartingWith("--label must be a label")
          .hasMessageEndingWith("such as stable=3, found '" + typed + "'");
    }
  }

  /** What the command says until it is told to end, which is at once. */
  private static String said(String... host) throws IOException, ParseException {
    ServeCommand command = new ServeCommand(end -> Thread.currentThread().interrupt());
    String[] typed = {"--model", model, "--port", "0", host[0], host[1]};
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      command.run(
          Arguments.of(new DefaultParser().parse(command.options().toOptions(), typed)),
          Screen.on(new PrintStream(out, true, UTF_8), UTF_8, false, "200"));
    } finally {
      assertThat(Thread.interrupted() || out.size() == 0).isTrue();
    }
    return out.toString(UTF_8);
  }
}
