/**
 * Trained variables on disk and back: checkpoints, SavedModels, and the proof that what was
 * restored is what was saved.
 */
package org.glyphnet.saving;
