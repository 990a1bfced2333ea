package org.glyphnet.saving;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of one version of a SavedModel, and where its files lie.
 *
 * @param path such as {@code saved_models/NAME/1}
 */
record VersionFolder(Path path) {
  /** Folder for what TensorFlow does not read. */
  static final String EXTRA_ASSETS = "assets.extra";

  private static final String GRAPHS = "saved_model.pb";

  /** Whether a folder is a version's. */
  static boolean is(Path folder) {
    return Files.isRegularFile(new VersionFolder(folder).graphs());
  }

  /** The meta graphs. */
  Path graphs() {
    return path.resolve(GRAPHS);
  }

  /** The variables' values; they have the form of a checkpoint. */
  CheckpointPath variables() {
    return CheckpointPath.in(path.resolve("variables"), "variables");
  }

  /** What TensorFlow does not read. */
  Path extraAssets() {
    return path.resolve(EXTRA_ASSETS);
  }

  /** Class names, one a line in label order. */
  Path labels() {
    return extraAssets().resolve("labels.txt");
  }

  /** How the images that the model learnt from were made. */
  Path images() {
    return extraAssets().resolve("images.txt");
  }

  /** How well the model did on held-out images. */
  Path heldOut() {
    return extraAssets().resolve("heldout.txt");
  }

  /** Checksums of all files of the version. */
  Path sums() {
    return extraAssets().resolve("sha256.txt");
  }
}
