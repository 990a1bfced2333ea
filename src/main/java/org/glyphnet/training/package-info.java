/**
 * The training loop: batches in, one step each, the result of every epoch to its listeners.
 *
 * <p>Public API.
 */
package org.glyphnet.training;
