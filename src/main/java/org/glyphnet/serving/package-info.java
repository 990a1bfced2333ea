/** Models over HTTP: TensorFlow Serving's REST API and a page to draw on, over inference. */
package org.glyphnet.serving;
