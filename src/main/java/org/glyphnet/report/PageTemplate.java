package org.glyphnet.report;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A page among the resources, in Mustache's notation. Every value is escaped for HTML, except those
 * between three braces, which are drawings that this package made.
 */
final class PageTemplate {
  private static final String FOLDER = "/org/glyphnet/report/";

  private PageTemplate() {}

  /**
   * Fills a page.
   *
   * @param name the resource's name, such as {@code run.html}
   * @param values an object whose methods without parameters are the values, by name; a name in the
   *     page without such a method is an error
   */
  static String fill(String name, Object values) {
    try (Reader page = open(name)) {
      return Mustache.compiler()
          .withLoader(PageTemplate::open)
          .emptyStringIsFalse(true)
          .withEscaper(PageTemplate::escaped)
          .compile(page)
          .execute(values);
    } catch (IOException e) {
      throw new UncheckedIOException("The page " + name + " cannot be read", e);
    }
  }

  /** A text for HTML: markup escaped, characters that cannot be seen told by their numbers. */
  static String escaped(String text) {
    return Escapers.HTML.escape(Shown.visible(text));
  }

  private static Reader open(String name) {
    InputStream in = PageTemplate.class.getResourceAsStream(FOLDER + name);
    if (in == null) {
      throw new IllegalStateException("No page " + FOLDER + name + " among the resources");
    }
    return new InputStreamReader(in, StandardCharsets.UTF_8);
  }
}
