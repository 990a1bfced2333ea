package org.glyphnet.cli;

import java.util.Locale;
import org.glyphnet.explanation.Explainer;
import org.glyphnet.explanation.HeatMap;

/** A way to find what a decision rests on. */
enum HeatMethod {
  LAYER_CAM {
    @Override
    HeatMap map(Explainer explainer, float[] pixels, int label) {
      return explainer.layerCam(pixels, label);
    }
  },
  GRAD_CAM {
    @Override
    HeatMap map(Explainer explainer, float[] pixels, int label) {
      return explainer.gradCam(pixels, label);
    }
  },
  OCCLUSION {
    @Override
    HeatMap map(Explainer explainer, float[] pixels, int label) {
      return explainer.occlusion(pixels, label);
    }
  };

  abstract HeatMap map(Explainer explainer, float[] pixels, int label);

  /** How it is typed, and called in files' names. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
