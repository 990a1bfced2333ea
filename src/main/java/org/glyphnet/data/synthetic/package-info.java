/**
 * Handwriting-like digits that the program draws itself, from strokes: no network, the same bytes
 * everywhere.
 *
 * <p>Public API.
 */
package org.glyphnet.data.synthetic;
