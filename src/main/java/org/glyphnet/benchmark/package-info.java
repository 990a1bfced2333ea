/**
 * How fast this machine trains and answers, beside how fast it multiplies matrices.
 *
 * <p>Internal: it may change with any release.
 */
package org.glyphnet.benchmark;
