/**
 * What all packages share: the exception that explains itself.
 *
 * <p>Public API.
 */
package org.glyphnet;
