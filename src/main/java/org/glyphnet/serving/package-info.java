/**
 * A trained model at work: {@link org.glyphnet.serving.Classifier} for programs in Java, and the
 * HTTP service for everybody else.
 */
package org.glyphnet.serving;
