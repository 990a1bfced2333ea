/**
 * Models over HTTP: TensorFlow Serving's REST API and a page to draw on, over inference. Needs
 * Jetty, Jackson and Micrometer.
 *
 * <p>Public API.
 */
package org.glyphnet.serving;
