package org.glyphnet.saving;

import java.util.List;
import java.util.Optional;
import org.glyphnet.Internal;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImagePreparation;

/**
 * What a saved model tells of the images that it learnt from.
 *
 * @param classNames in label order
 * @param preparation how pictures become such images; empty where that is not known
 * @param heldOut how well it did on images that it did not learn from; empty where that is not
 *     known
 */
@Internal
public record ModelNotes(
    List<String> classNames, Optional<ImagePreparation> preparation, Optional<HeldOut> heldOut) {
  public ModelNotes {
    classNames = List.copyOf(classNames);
  }

  /** Without held-out images. */
  public ModelNotes(List<String> classNames, Optional<ImagePreparation> preparation) {
    this(classNames, preparation, Optional.empty());
  }

  /** The same with what held-out images came to. */
  public ModelNotes with(HeldOut newHeldOut) {
    return new ModelNotes(classNames, preparation, Optional.of(newHeldOut));
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
