package org.glyphnet.report;

import org.glyphnet.Internal;

/**
 * Where a share lies that was counted on some cases, with 95 % confidence: Wilson's score interval
 * (Probable Inference, the Law of Succession, and Statistical Inference, Journal of the American
 * Statistical Association 22, 1927). Unlike the usual plus-minus it stays within [0, 1] and says
 * something at 0 and 1 too.
 *
 * @param low in [0, 1]; NaN when there was no case
 * @param high in [0, 1]; NaN when there was no case
 */
@Internal
public record WilsonInterval(double low, double high) {
  /** The normal distribution's 0.975 quantile. */
  private static final double Z = 1.959963984540054;

  /**
   * The interval of {@code hits} out of {@code cases}.
   *
   * <pre>{@code (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)}</pre>
   */
  public static WilsonInterval of(long hits, long cases) {
    if (hits < 0 || hits > cases) {
      throw new IllegalArgumentException(hits + " hits in " + cases + " cases");
    }
    if (cases == 0) {
      return new WilsonInterval(Double.NaN, Double.NaN);
    }
    double n = cases;
    double share = hits / n;
    double square = Z * Z / n;
    double middle = share + square / 2;
    double half = Z * Math.sqrt(share * (1 - share) / n + square / (4 * n));
    return new WilsonInterval(
        hits == 0 ? 0 : (middle - half) / (1 + square),
        hits == cases ? 1 : (middle + half) / (1 + square));
  }

  /** As a page shows it, in percent: {@code 98.9–99.4 %}. */
  String shown() {
    return Double.isNaN(low) || Double.isNaN(high)
        ? "\u2013"
        : Shown.decimal(100 * low, 1) + "\u2013" + Shown.decimal(100 * high, 1) + "\u00a0%";
  }
}
