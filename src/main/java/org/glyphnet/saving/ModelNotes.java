package org.glyphnet.saving;

import java.util.List;
import java.util.Optional;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImagePreparation;

/**
 * What a saved model tells of the images that it learnt from.
 *
 * @param classNames in label order
 * @param preparation how pictures become such images; empty where that is not known
 */
public record ModelNotes(List<String> classNames, Optional<ImagePreparation> preparation) {
  public ModelNotes {
    classNames = List.copyOf(classNames);
  }

  /** Class names alone. */
  public static ModelNotes of(List<String> classNames) {
    return new ModelNotes(classNames, Optional.empty());
  }

  /** What a data set tells. */
  public static ModelNotes of(ImageDataset dataset) {
    return new ModelNotes(dataset.classNames(), dataset.preparation());
  }
}
