/**
 * Training images changed a little at random, so that a few of them teach like many.
 *
 * <p>Public API.
 */
package org.glyphnet.data.augmentation;
