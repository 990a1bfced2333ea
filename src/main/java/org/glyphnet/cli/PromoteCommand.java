package org.glyphnet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.glyphnet.job.Promotion;

/** {@code promote}: which version of a model is meant where none is named. */
final class PromoteCommand implements Command {
  @Override
  public Declaration declaration() {
    return new Declaration(
        "promote",
        "makes a version of a model the one that is served and asked, whatever is newer",
        "MODEL VERSION");
  }

  @Override
  public OptionList options() {
    return new OptionList()
        .value("saved-models", "DIR", "where SavedModels are (default: saved_models)");
  }

  @Override
  public void run(Arguments arguments, Screen screen) throws IOException {
    List<String> words = arguments.rest();
    if (words.size() != 2 || !words.get(1).matches("[0-9]{1,18}")) {
      throw new UsageException(
          "promote takes a model and the number of its version, such as: promote classifier-mnist 1");
    }
    Path typed = Arguments.asPath("MODEL", words.get(0));
    Path model =
        Files.isDirectory(typed) ? typed : TrainingOptions.savedModels(arguments).resolve(typed);
    Path version = Promotion.promote(model, Long.parseLong(words.get(1)));
    screen.out().println(version + " is the default of " + model + " now");
  }
}
