package org.glyphnet.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.glyphnet.runs.RunRecord;

/** Numbers as a page shows them, whatever the machine's locale; what was not measured is a dash. */
final class Shown {
  private static final String NOTHING = "\u2013";

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Shown() {}

  /**
   * A text with nothing in it that XML forbids or that steers a terminal or the direction of
   * writing: such a character is shown as its number, {@code \\u001b}. Line ends become spaces.
   */
  static String visible(String text) {
    StringBuilder visible = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n' || c == '\r' || c == '\t') {
                visible.append(' ');
              } else if (isHidden(c)) {
                visible.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                visible.appendCodePoint(c);
              }
            });
    return visible.toString();
  }

  private static boolean isHidden(int c) {
    boolean turnsWriting = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    boolean noCharacter = (c & 0xfffe) == 0xfffe;
    return turnsWriting
        || noCharacter
        || Character.isISOControl(c)
        || Character.getType(c) == Character.SURROGATE;
  }

  /** A data set by the last part of its name with its number of images. */
  static String dataset(RunRecord.Data data) {
    String name = data.dataset();
    int colon = name.indexOf(':');
    String kind = colon < 0 ? "" : name.substring(0, colon) + " ";
    String place = name.substring(colon + 1).replaceAll("[/\\\\]+$", "");
    int last = Math.max(place.lastIndexOf('/'), place.lastIndexOf('\\'));
    return kind + place.substring(last + 1) + ", " + count(data.images()) + " images";
  }

  /** A share in [0, 1], such as an accuracy: {@code 0.993700}. */
  static String share(double value) {
    return decimal(value, 6);
  }

  /** A share as a percentage: {@code 0.63 %}. */
  static String percent(double value) {
    return Double.isFinite(value) ? decimal(100 * value, 2) + "\u00a0%" : NOTHING;
  }

  /** A number of things that may be unknown or a mean: {@code 60,000}. */
  static String count(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%,.0f", value) : NOTHING;
  }

  /** A number of things: {@code 60,000}. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A learning rate: three digits from the first that is not 0. */
  static String rate(double value) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).round(new MathContext(3)).stripTrailingZeros().toPlainString()
        : NOTHING;
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
