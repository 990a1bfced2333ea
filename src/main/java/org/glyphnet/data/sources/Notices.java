package org.glyphnet.data.sources;

/** Hears what getting a data set has to say while it goes on. */
public interface Notices {
  /** One plain line, such as that another data set is taken than the wanted one. */
  void line(String text);

  /**
   * A download goes on.
   *
   * @param file its name
   * @param bytes received so far
   * @param total of the file, -1 where the server does not say
   */
  default void progress(String file, long bytes, long total) {}
}
