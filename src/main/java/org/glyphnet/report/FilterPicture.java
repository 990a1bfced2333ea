package org.glyphnet.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.glyphnet.files.DurableFiles;

/**
 * The first layer's filters as one picture: a tile a filter, all on one scale, blue for negative
 * weights and red for positive; the closest to a known kernel first, with that kernel's name under
 * it where the match is good. A filter of several channels is so many squares side by side.
 *
 * <p>Needs fonts but no display.
 */
public final class FilterPicture {
  private static final int MARGIN = 24;
  private static final int HEADER = 58;
  private static final int FOOTER = 44;
  private static final int CAPTION = 42;
  private static final int GAP = 28;
  private static final int CHANNEL_GAP = 3;

  /** The least width of a tile with its gap, which a name under it needs. */
  private static final int LEAST_PITCH = 118;

  private static final int TILE = 84;
  private static final int FEWEST_COLUMNS = 8;
  private static final int SCALE_WIDTH = 220;

  private static final Color INK = new Color(0x1a1d21);
  private static final Color SOFT = new Color(0x5a636e);
  private static final Color FRAME = new Color(0xbbc2ca);

  private final FilterBank bank;
  private final List<RankedFilter> ranked;
  private final int cell;
  private final int tileWidth;
  private final int pitchX;
  private final int pitchY;
  private final int columns;

  private FilterPicture(FilterBank bank) {
    this.bank = bank;
    this.ranked = RankedFilter.of(bank);
    int wanted = bank.channels() == 1 ? TILE : 2 * TILE;
    this.cell = Math.max(2, wanted / (bank.width() * bank.channels()));
    this.tileWidth = bank.channels() * (cell * bank.width() + CHANNEL_GAP) - CHANNEL_GAP;
    this.pitchX = Math.max(LEAST_PITCH, tileWidth + GAP);
    this.pitchY = cell * bank.height() + CAPTION;
    this.columns =
        Math.min(
            bank.filters(), Math.max(FEWEST_COLUMNS, (int) Math.ceil(Math.sqrt(bank.filters()))));
  }

  /**
   * Writes the picture, beside its place first and then moved there.
   *
   * @param target its folder is made where it is missing
   * @throws ChartException when this machine has no fonts to draw with
   */
  public static void writePng(FilterBank bank, Path target) throws IOException {
    DurableFiles.write(target, PngImage.bytes(draw(bank)));
  }

  /**
   * Draws the picture.
   *
   * @throws ChartException when this machine has no fonts to draw with
   */
  public static BufferedImage draw(FilterBank bank) {
    return new FilterPicture(bank).draw();
  }

  private BufferedImage draw() {
    int rows = (ranked.size() + columns - 1) / columns;
    // At least as wide as its title.
    int width = Math.max(480, 2 * MARGIN + columns * pitchX - (pitchX - tileWidth));
    int height = HEADER + MARGIN + rows * pitchY + FOOTER;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Drawing.guarded(
        () -> {
          Graphics2D g = image.createGraphics();
          try {
            g.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setColor(Color.WHITE);
            g.fillRect(0, 0, width, height);
            drawHeader(g);
            for (int i = 0; i < ranked.size(); i++) {
              drawTile(
                  g,
                  ranked.get(i),
                  MARGIN + i % columns * pitchX,
                  HEADER + MARGIN + i / columns * pitchY);
            }
            drawScale(g, height - FOOTER + 8);
          } finally {
            g.dispose();
          }
        });
    return image;
  }

  private void drawHeader(Graphics2D g) {
    g.setColor(INK);
    g.setFont(font(Font.BOLD, 17));
    g.drawString(
        String.format(Locale.ROOT, "%s: %,d filters", FilterBank.LAYER, bank.filters()),
        MARGIN,
        MARGIN + 14);
    g.setColor(SOFT);
    g.setFont(font(Font.PLAIN, 12));
    g.drawString(
        "Closest to a known kernel first; r is the normalised correlation with it",
        MARGIN,
        MARGIN + 34);
  }

  private void drawTile(Graphics2D g, RankedFilter filter, int x, int y) {
    int side = cell * bank.width();
    for (int channel = 0; channel < bank.channels(); channel++) {
      int left = x + channel * (side + CHANNEL_GAP);
      BufferedImage kernel =
          SignedColours.picture(
              bank.kernel(filter.number(), channel), bank.width(), bank.largest());
      g.drawImage(kernel, left, y, side, cell * bank.height(), null);
      g.setColor(FRAME);
      g.drawRect(left - 1, y - 1, side + 1, cell * bank.height() + 1);
    }
    int under = y + cell * bank.height() + 15;
    g.setColor(SOFT);
    g.setFont(font(Font.PLAIN, 11));
    String number = "#" + filter.number();
    g.drawString(
        filter.closest().isEmpty()
            ? number
            : String.format(Locale.ROOT, "%s  r %.2f", number, filter.correlation()),
        x,
        filter.good() ? under + 14 : under);
    g.setColor(INK);
    g.setFont(font(Font.BOLD, 11));
    g.drawString(filter.name(), x, under);
  }

  private void drawScale(Graphics2D g, int y) {
    for (int i = 0; i < SCALE_WIDTH; i++) {
      g.setColor(new Color(SignedColours.rgb(2.0 * i / (SCALE_WIDTH - 1) - 1)));
      g.fillRect(MARGIN + 56 + i, y, 1, 12);
    }
    g.setColor(SOFT);
    g.setFont(font(Font.PLAIN, 12));
    String end = String.format(Locale.ROOT, "%.3f", bank.largest());
    g.drawString("-" + end, MARGIN, y + 11);
    g.drawString("+" + end + "   weight, one scale for all", MARGIN + 64 + SCALE_WIDTH, y + 11);
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }
}
