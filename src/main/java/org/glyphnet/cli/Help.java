package org.glyphnet.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.help.TextHelpAppendable;
import org.apache.commons.cli.help.TextStyle;

/** The program's help, as wide as the screen. */
final class Help {
  private static final int LEFT = 2;

  /** The library begins each line one column further to the right than it is told. */
  private static final int MARGIN = 1;

  private static final int BETWEEN = 2;

  private final Screen screen;

  Help(Screen screen) {
    this.screen = screen;
  }

  /** The list of commands; the first is run when none is named. */
  void printCommands(List<Command> commands) {
    print("usage: glyphnet [COMMAND] [options]", "");
    print(
        "Trains a small image classifier, saves it, proves that it restores, shows and checks it.");
    print("");
    List<Declaration> all = new ArrayList<>(); // no streams: this is to be there at once
    int width = 1;
    for (Command command : commands) {
      Declaration declaration = command.declaration();
      width = Math.max(width, declaration.name().length());
      all.add(declaration);
    }
    Table table = new Table(width);
    for (Declaration one : all) {
      table.row(one.name(), one.summary());
    }
    print(
        "",
        "No COMMAND means "
            + all.get(0).name()
            + ". 'glyphnet help COMMAND' lists its options, 'glyphnet --version' tells the version.",
        "Exit codes: 0 done, 1 a check failed, 2 bad usage, 3 bad or missing data, 4 anything else;"
            + " stopped by a signal, 128 and its number.");
  }

  /** What a command does and takes. */
  void printCommand(Command of) {
    Declaration command = of.declaration();
    print(
        "usage: glyphnet " + (command.name() + " [options] " + command.positional()).strip(),
        "",
        "It " + command.summary() + "." + sentence(command.explanation()));
    OptionList options = of.allOptions();
    int width =
        options.toOptions().getOptions().stream()
            .mapToInt(option -> typed(option).length())
            .max()
            .orElse(1);
    Table table = new Table(width);
    for (var group : options.groups().entrySet()) {
      print("", group.getKey() + ":");
      rows(group.getValue(), table);
    }
  }

  private static void rows(Options options, Table table) {
    options.getOptions().forEach(option -> table.row(typed(option), option.getDescription()));
  }

  private static String typed(Option option) {
    return "--" + option.getLongOpt() + (option.hasArg() ? " " + option.getArgName() : "");
  }

  private static String sentence(String explanation) {
    return explanation.isEmpty() ? "" : " " + explanation + ".";
  }

  private void print(String... paragraphs) {
    for (String paragraph : paragraphs) {
      new Table(0).row("", paragraph);
    }
  }

  /** Two columns: words, and what they mean, wrapped. */
  private final class Table extends TextHelpAppendable {
    private final StringBuilder text;
    private final List<TextStyle> styles;

    Table(int width) {
      this(width, new StringBuilder());
    }

    private Table(int width, StringBuilder text) {
      super(text);
      this.text = text;
      int left = width == 0 ? 0 : LEFT + width + BETWEEN;
      styles =
          List.of(
              column(width == 0 ? 0 : LEFT - MARGIN, width),
              column(width == 0 ? 0 : BETWEEN, screen.columns() - left));
    }

    private static TextStyle column(int pad, int width) {
      return TextStyle.builder()
          .setLeftPad(pad)
          .setIndent(0)
          .setMinWidth(width)
          .setMaxWidth(width)
          .setScalable(false)
          .get();
    }

    void row(String words, String meaning) {
      text.setLength(0);
      try {
        List<String> cells = List.of(words, meaning);
        if (words.isEmpty()) {
          setLeftPad(0);
          setIndent(0);
          setMaxWidth(screen.columns());
          printWrapped(meaning, styles.get(1));
        } else {
          writeColumnQueues(makeColumnQueues(cells, styles), styles);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e); // a StringBuilder has none
      }
      for (String line : text.toString().split("\n", -1)) {
        if (!line.isEmpty() || meaning.isEmpty()) {
          screen.out().print(line.stripTrailing() + "\n");
        }
        if (meaning.isEmpty()) {
          return;
        }
      }
    }
  }
}
