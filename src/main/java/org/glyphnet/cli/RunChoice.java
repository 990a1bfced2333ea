package org.glyphnet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glyphnet.data.DataException;
import org.glyphnet.runs.EpochsCsv;
import org.glyphnet.runs.RunFolder;

/** Which run a command is about: a folder, a name under the runs' folder, or the newest. */
final class RunChoice {
  private static final String RUNS_DIR = "runs-dir";
  private static final String BY_DEFAULT = "runs";

  private RunChoice() {}

  /** The option that says where runs are. */
  static OptionList options() {
    return new OptionList()
        .value(
            RUNS_DIR,
            "DIR",
            "where runs are (default: "
                + BY_DEFAULT
                + "); a RUN is looked for there by name, and the newest is taken"
                + " where none is named");
  }

  /** Folder that holds the runs. */
  static Path runsDir(Arguments arguments) {
    return arguments.path(RUNS_DIR, Path.of(BY_DEFAULT));
  }

  /** The run's folder: what was typed, or a folder of that name under the runs' folder. */
  static Path find(String word, Path runsDir) {
    return find(word, runsDir, EpochsCsv.FILE_NAME);
  }

  /**
   * @param file by which a run's folder is known
   */
  static Path find(String word, Path runsDir, String file) {
    Path typed = Arguments.asPath("RUN", word);
    List<Path> places = Stream.of(typed, runsDir.resolve(typed)).distinct().toList();
    return places.stream()
        .filter(place -> Files.isRegularFile(place.resolve(file)))
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    "no run '"
                        + typed
                        + "': found no "
                        + places.stream()
                            .map(place -> place.resolve(file).toString())
                            .collect(Collectors.joining(" and no "))
                        + "; give a run's folder, or its name and --runs-dir"));
  }

  /** The one run that was typed, or the newest where none was. */
  static RunFolder one(Arguments arguments, String command) throws IOException {
    if (arguments.rest().size() > 1) {
      throw new UsageException(command + " takes one RUN, found " + arguments.rest().size());
    }
    Path runsDir = runsDir(arguments);
    return new RunFolder(
        arguments.rest().isEmpty() ? newest(runsDir) : find(arguments.rest().get(0), runsDir));
  }

  /** The runs that were typed, none of them twice; the newest where none was. */
  static List<Path> several(Arguments arguments) throws IOException {
    Path runsDir = runsDir(arguments);
    if (arguments.rest().isEmpty()) {
      return List.of(newest(runsDir));
    }
    List<Path> runs = new ArrayList<>();
    Set<Path> known = new HashSet<>();
    for (String word : arguments.rest()) {
      Path run = find(word, runsDir);
      if (!known.add(run.toRealPath())) {
        throw new UsageException("RUN: '" + word + "' is given twice; name each run once");
      }
      runs.add(run);
    }
    return runs;
  }

  /** The run that was written to last. */
  static Path newest(Path runsDir) throws IOException {
    if (Files.isDirectory(runsDir)) {
      try (Stream<Path> folders = Files.list(runsDir)) {
        // Runs of the same moment: the name decides, so that the answer is always the same.
        Optional<Path> newest =
            folders
                .filter(RunChoice::isRun)
                .max(
                    Comparator.comparingLong(
                            (Path run) -> run.resolve(EpochsCsv.FILE_NAME).toFile().lastModified())
                        .thenComparing(Comparator.naturalOrder()));
        if (newest.isPresent()) {
          return newest.get();
        }
      }
    }
    throw new DataException(
        runsDir
            + ": no run in it (a folder with "
            + EpochsCsv.FILE_NAME
            + "); train one first, name a run's folder, or pass --runs-dir");
  }

  private static boolean isRun(Path folder) {
    return Files.isRegularFile(folder.resolve(EpochsCsv.FILE_NAME));
  }
}
