package org.glyphnet.serving;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The page on which a person draws. Its few files are all that is ever sent: no part of a request
 * becomes a file's name.
 */
final class Page {
  /** Nothing but the page's own files, and nothing written into them. */
  private static final String OWN_FILES_ONLY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** The report is one file with its styles and pictures inside. */
  private static final String ONE_FILE =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** In bytes; reports have a few megabytes. */
  private static final long MAX_REPORT = 64L << 20;

  private static final Map<String, String> TYPES =
      Map.of(
          "index.html", "text/html; charset=utf-8",
          "page.css", "text/css; charset=utf-8",
          "board.js", "text/javascript; charset=utf-8",
          "picture.js", "text/javascript; charset=utf-8",
          "answer.js", "text/javascript; charset=utf-8",
          "page.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private final Map<String, Reply> files = new HashMap<>();

  Page() {
    TYPES.forEach((file, type) -> files.put("/" + file, reply(file, type)));
    files.put("/", files.remove("/index.html"));
  }

  /** What is at a path; empty when nothing is. */
  Optional<Reply> at(String path) {
    return Optional.ofNullable(files.get(path));
  }

  /** A run's report: one HTML file. */
  static Reply report(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_REPORT) {
        throw new Refusal(Refusal.NOT_FOUND, "The report is gone, or no report");
      }
      return new Reply(
          Reply.OK, "text/html; charset=utf-8", Files.readAllBytes(file), headers(ONE_FILE));
    } catch (IOException e) {
      throw new Refusal(Refusal.NOT_FOUND, "The report is gone");
    }
  }

  private static Reply reply(String file, String type) {
    try (InputStream in = Page.class.getResourceAsStream(file)) {
      return new Reply(Reply.OK, type, in.readAllBytes(), headers(OWN_FILES_ONLY));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> headers(String policy) {
    return Map.of(
        "Content-Security-Policy", policy,
        "Referrer-Policy", "no-referrer",
        "Cross-Origin-Opener-Policy", "same-origin",
        "Cache-Control", "no-cache");
  }
}
