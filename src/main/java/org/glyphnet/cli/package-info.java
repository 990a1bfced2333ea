/**
 * The program: Main and its commands. Options in, one call, words out; nothing depends on it.
 *
 * <p>Internal: it may change with any release.
 */
package org.glyphnet.cli;
