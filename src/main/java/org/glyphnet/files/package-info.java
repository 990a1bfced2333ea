/**
 * Writing files so that they exist as a whole or not at all, and checksums.
 *
 * <p>Internal: it may change with any release.
 */
package org.glyphnet.files;
