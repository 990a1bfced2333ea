/**
 * A training run on disk: its folder, its lock, its record and its tables. Needs Jackson.
 *
 * <p>Internal: it may change with any release.
 */
package org.glyphnet.runs;
