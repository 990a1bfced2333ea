/**
 * Images and labels: how they are read, split, and put in the order in which they are fed. No
 * TensorFlow.
 *
 * <p>Public API.
 */
package org.glyphnet.data;
