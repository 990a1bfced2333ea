/**
 * Trained variables on disk and back: checkpoints, SavedModels, and the check that what was
 * restored is what was saved.
 *
 * <p>Public API.
 */
package org.glyphnet.saving;
