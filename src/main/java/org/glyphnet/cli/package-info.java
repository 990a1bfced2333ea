/**
 * The commands: options in, one call, words out. Calls every other room; nothing calls it but Main.
 */
package org.glyphnet.cli;
