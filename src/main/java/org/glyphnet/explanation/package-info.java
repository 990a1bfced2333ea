/**
 * On which places of an image a network's decision for a class rests.
 *
 * <p>Public API.
 */
package org.glyphnet.explanation;
