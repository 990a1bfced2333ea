package org.glyphnet.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Small pictures side by side, each with a line of text under it. Pixels stay squares: they are
 * enlarged, not smoothed.
 *
 * <pre>{@code
 * ContactSheet sheet = new ContactSheet(10, 3);
 * sheet.add(DatasetPicture.of(dataset, 0), "five");
 * BufferedImage picture = sheet.draw();
 * }</pre>
 */
public final class ContactSheet {
  private static final int GAP = 8;
  private static final int TEXT_LINE = 18;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final Color PAPER = Color.WHITE;
  private static final Color INK = new Color(0x1a1d21);
  private static final Color FRAME = new Color(0xbbc2ca);

  private final int columns;
  private final int scale;
  private final List<Cell> cells = new ArrayList<>();

  /**
   * @param columns pictures in a row, at least 1
   * @param scale pixels of the sheet for a pixel of a picture, at least 1
   */
  public ContactSheet(int columns, int scale) {
    if (columns < 1 || scale < 1) {
      throw new IllegalArgumentException(
          "a sheet needs at least 1 column and scale 1, found " + columns + " and " + scale);
    }
    this.columns = columns;
    this.scale = scale;
  }

  private record Cell(BufferedImage picture, String caption) {}

  /**
   * Adds a picture.
   *
   * @param caption what stands under it; empty for nothing
   * @return this sheet
   */
  public ContactSheet add(BufferedImage picture, String caption) {
    cells.add(new Cell(picture, caption));
    return this;
  }

  /**
   * Draws the sheet as it stands; every cell is as large as the largest needs.
   *
   * @throws ChartException when there is text and this machine has no fonts to draw it with
   * @throws IllegalStateException when there is no picture
   */
  public BufferedImage draw() {
    if (cells.isEmpty()) {
      throw new IllegalStateException("a contact sheet needs at least one picture");
    }
    boolean texts = cells.stream().anyMatch(cell -> !cell.caption().isEmpty());
    int[] cell = {largest(true), largest(false) + (texts ? TEXT_LINE : 0)};
    if (texts) {
      Drawing.guarded(() -> cell[0] = Math.max(cell[0], widestCaption()));
    }
    int across = Math.min(columns, cells.size());
    int down = (cells.size() + columns - 1) / columns;
    BufferedImage sheet =
        new BufferedImage(
            GAP + across * (cell[0] + GAP),
            GAP + down * (cell[1] + GAP),
            BufferedImage.TYPE_INT_RGB);
    Drawing.guarded(() -> draw(sheet, cell[0], cell[1]));
    return sheet;
  }

  private void draw(BufferedImage sheet, int cellWidth, int cellHeight) {
    Graphics2D g = sheet.createGraphics();
    try {
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setColor(PAPER);
      g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
      for (int i = 0; i < cells.size(); i++) {
        int left = GAP + i % columns * (cellWidth + GAP);
        int top = GAP + i / columns * (cellHeight + GAP);
        draw(g, cells.get(i), left, top, cellWidth);
      }
    } finally {
      g.dispose();
    }
  }

  private void draw(Graphics2D g, Cell cell, int left, int top, int cellWidth) {
    int width = cell.picture().getWidth() * scale;
    int height = cell.picture().getHeight() * scale;
    int x = left + (cellWidth - width) / 2;
    g.drawImage(cell.picture(), x, top, width, height, null); // nearest pixel: the default
    g.setColor(FRAME);
    g.drawRect(x - 1, top - 1, width + 1, height + 1);
    if (!cell.caption().isEmpty()) {
      g.setFont(FONT);
      g.setColor(INK);
      int textWidth = g.getFontMetrics().stringWidth(cell.caption());
      g.drawString(
          cell.caption(), left + (cellWidth - textWidth) / 2, top + height + TEXT_LINE - 5);
    }
  }

  private int largest(boolean width) {
    return scale
        * cells.stream()
            .map(Cell::picture)
            .mapToInt(picture -> width ? picture.getWidth() : picture.getHeight())
            .max()
            .orElseThrow();
  }

  private int widestCaption() {
    Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      FontMetrics metrics = g.getFontMetrics(FONT);
      return cells.stream().mapToInt(cell -> metrics.stringWidth(cell.caption())).max().orElse(0);
    } finally {
      g.dispose();
    }
  }
}
