package com.example;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.glyphnet.inference.Classifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs before and after it has used a model; fails when that changes anything. */
public final class OwnLogging {
  private OwnLogging() {}

  /** Takes the model's folder. */
  public static void main(String[] args) throws Exception {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger log = LoggerFactory.getLogger("com.example");
    log.info("before");
    try (Classifier classifier = Classifier.load(Path.of(args[0]))) {
      classifier.classify(new float[classifier.shape().size()]);
    }
    log.info("after");
    log.debug("below the level");

    List<URL> files = Collections.list(OwnLogging.class.getClassLoader().getResources("logback.xml"));
    check(files.size() == 1, "one configuration, found " + files);
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    check(root.getLevel() == Level.INFO, "the level is its own, found " + root.getLevel());
    check(context.getLogger("org.glyphnet").getLevel() == null, "glyphnet sets no level");
    ListAppender<ILoggingEvent> memory =
        (ListAppender<ILoggingEvent>) root.getAppender("MEMORY");
    List<String> lines = memory.list.stream().map(ILoggingEvent::getMessage).toList();
    check(lines.equals(List.of("before", "after")), "its own two lines, found " + lines);
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("expected: " + what);
    }
  }
}
