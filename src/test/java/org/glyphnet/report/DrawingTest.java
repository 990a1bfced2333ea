package org.glyphnet.report;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.AWTError;
import org.junit.jupiter.api.Test;

class DrawingTest {
  @Test
  void machineWithoutFontsIsToldWhatToInstall() {
    assertThatThrownBy(
            () ->
                Drawing.guarded(
                    () -> {
                      throw new InternalError(new RuntimeException("Fontconfig head is null"));
                    }))
        .isInstanceOf(ChartException.class)
        .hasMessageContaining("Fontconfig head is null")
        .hasMessageContaining("install fontconfig and a font");
  }

  @Test
  void displayThatDoesNotAnswerIsNotAStackTrace() {
    assertThatThrownBy(
            () ->
                Drawing.guarded(
                    () -> {
                      throw new AWTError("Can't connect to ':77'");
                    }))
        .isInstanceOf(ChartException.class)
        .hasMessageContaining("Can't connect to ':77'")
        .hasMessageContaining("headless");
  }
}
