/**
 * Handwriting-like digits that the program draws itself, from strokes: no network, the same bytes
 * everywhere.
 */
package org.glyphnet.data.synthetic;
