/**
 * Images and labels: where they come from, how they are split, the order in which they are fed. No
 * TensorFlow.
 */
package org.glyphnet.data;
