/**
 * A saved model in another program: pictures in, classes and probabilities out. Knows no training
 * and no HTTP.
 */
package org.glyphnet.inference;
