/**
 * What a person looks at after a run: the error-per-epoch chart as a picture, as a vector drawing
 * and in a window.
 */
package org.glyphnet.report;
