package org.glyphnet.cli;

import org.glyphnet.GlyphnetException.Remedy;

/** What is typed to do something about a failure. */
final class Remedies {
  private Remedies() {}

  /** Words that can follow a failure's line and a semicolon. */
  static String words(Remedy remedy) {
    return switch (remedy) {
      case NAME_DATA_FOLDER -> "pass the folder that holds it as --data-dir or --dataset idx:DIR";
      case NAME_DATA_FOLDER_OR_DRAW ->
          "pass the folder that holds MNIST's four files as --data-dir, or use --dataset synthetic";
      case NAME_DATA_KIND -> "get it again, or use --dataset idx:DIR for another data set";
      case LEAVE_OUT_UNREADABLE -> "--skip-unreadable leaves such out";
      case MAP_CLASSES -> "--classes maps them";
      case SPLIT_AT_RANDOM -> "use --split random instead of canonical";
      case KEEP_VALIDATION_PART -> "give --validation 0.1 or so";
      case TRUST_MODEL -> "--trust-model runs it all the same";
    };
  }
}
