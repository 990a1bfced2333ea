/**
 * A saved model in another program: pictures in, classes and probabilities out. Needs TensorFlow
 * and SLF4J's API only; knows no training and no HTTP.
 *
 * <p>Public API.
 */
package org.glyphnet.inference;
