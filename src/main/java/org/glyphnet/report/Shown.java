package org.glyphnet.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers as a page shows them, whatever the machine's locale; what was not measured is a dash. */
final class Shown {
  private static final String NOTHING = "\u2013";

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Shown() {}

  /** A share in [0, 1], such as an accuracy: {@code 0.993700}. */
  static String share(double value) {
    return decimal(value, 6);
  }

  /** A share as a percentage: {@code 0.63 %}. */
  static String percent(double value) {
    return Double.isFinite(value) ? decimal(100 * value, 2) + "\u00a0%" : NOTHING;
  }

  /** A number of things: {@code 60,000}. */
  static String count(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%,.0f", value) : NOTHING;
  }

  /** A number with so many decimals; infinity is told. */
  static String decimal(double value, int decimals) {
    if (Double.isNaN(value)) {
      return NOTHING;
    }
    return Double.isInfinite(value)
        ? "\u221e"
        : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** A moment that a record tells as {@code 2026-01-31T12:30:05Z}: {@code 2026-01-31 12:30 UTC}. */
  static String moment(String recorded) {
    return MOMENT.format(Instant.parse(recorded));
  }

  /** A time: {@code 8.4 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
  static String time(double seconds) {
    if (!Double.isFinite(seconds)) {
      return NOTHING;
    }
    if (seconds < 59.95) {
      return decimal(seconds, 1) + "\u00a0s";
    }
    Duration time = Duration.ofSeconds(Math.round(seconds));
    return time.toHours() > 0
        ? time.toHours() + "\u00a0h " + time.toMinutesPart() + "\u00a0min"
        : time.toMinutes() + "\u00a0min " + time.toSecondsPart() + "\u00a0s";
  }
}
