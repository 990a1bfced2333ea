package org.glyphnet.runs;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A place outside a run's folder as its record keeps it, so that it is found from any working
 * directory: as it is seen from the run's folder, which holds when both were moved together, and
 * absolute, which holds when only the run was. Immutable.
 *
 * @param fromRun the way from the run's folder, with {@code /} between its parts; the absolute path
 *     where there is no such way, as between two drives
 * @param absolute the absolute path
 */
public record StoredPath(String fromRun, String absolute) {
  /** How a run's record keeps a place. */
  public static StoredPath of(Path place, RunFolder run) {
    Path absolute = place.toAbsolutePath().normalize();
    Path folder = run.path().toAbsolutePath().normalize();
    boolean way = absolute.getRoot() != null && absolute.getRoot().equals(folder.getRoot());
    String fromRun = (way ? folder.relativize(absolute) : absolute).toString();
    return new StoredPath(fromRun.replace('\\', '/'), absolute.toString());
  }

  /**
   * Where it is: the first of the two that is there; where neither is, as seen from the run's
   * folder. Short where it can be, for people to read.
   */
  public Path resolve(RunFolder run) {
    try {
      Path seen = run.path().resolve(fromRun).toAbsolutePath().normalize();
      Path whole = Path.of(absolute);
      return shortened(Files.exists(seen) || !Files.exists(whole) ? seen : whole);
    } catch (InvalidPathException e) {
      return Path.of(absolute); // written on another system
    }
  }

  private static Path shortened(Path absolute) {
    Path here = Path.of("").toAbsolutePath();
    return absolute.startsWith(here) && !absolute.equals(here)
        ? here.relativize(absolute)
        : absolute;
  }
}
