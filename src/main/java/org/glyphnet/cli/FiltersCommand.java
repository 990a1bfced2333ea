package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.report.FilterBank;
import org.glyphnet.report.FilterPicture;
import org.glyphnet.saving.RestoredModel;
import org.glyphnet.saving.SavedFile;
import org.glyphnet.saving.Signatures;

/** {@code filters}: the first layer's filters of a saved model as a picture. */
final class FiltersCommand implements Command {
  private static final String OUT = "out";
  private static final String FILE = "filters.png";

  @Override
  public Declaration declaration() {
    return new Declaration(
        "filters",
        "draws the first layer's filters of a saved model, with the names of kernels they resemble",
        "MODEL",
        "MODEL is a SavedModel's folder, a model's folder of versions, a checkpoint's prefix or its folder");
  }

  @Override
  public OptionList options() {
    return new OptionList()
        .value(OUT, "FILE", "the file to write, .png (default: " + FILE + ")")
        .flag(TrainingOptions.TRUST_MODEL, TrainingOptions.TRUST_MODEL_HELP);
  }

  @Override
  public void run(Arguments arguments, Screen screen) throws IOException {
    PrintStream out = screen.out();
    if (arguments.rest().size() != 1) {
      throw new UsageException(
          "filters takes one MODEL, found " + arguments.rest().size() + " words");
    }
    Path file = picture(arguments.path(OUT, Path.of(FILE)));
    Path path = Arguments.asPath("MODEL", arguments.rest().get(0));
    try (RestoredModel model = open(SavedFile.open(path), TrainingOptions.session(arguments))) {
      FilterBank bank = FilterBank.read(model.session());
      FilterPicture.writePng(bank, file);
      out.printf(
          Locale.ROOT,
          "Wrote %s: %,d filters of %dx%dx%d%n",
          file,
          bank.filters(),
          bank.height(),
          bank.width(),
          bank.channels());
    }
  }

  private static RestoredModel open(SavedFile saved, SessionSettings settings) throws IOException {
    return saved.kind().equals(SavedFile.SAVED_MODEL)
        ? RestoredModel.fromSavedModel(saved.path(), Signatures.SERVE_TAG, settings)
        : RestoredModel.fromCheckpoint(saved.path(), settings);
  }

  private static Path picture(Path file) {
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw new UsageException(
          "--out: '" + file + "' is not possible; it takes a file that ends in .png");
    }
    if (Files.isDirectory(file)) {
      throw new UsageException("--out: '" + file + "' is a folder; it takes a file");
    }
    return file;
  }
}
