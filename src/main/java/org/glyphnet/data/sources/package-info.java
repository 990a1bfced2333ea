/**
 * Data sets by name: MNIST, synthetic digits, IDX files, folders of images.
 *
 * <p>Public API.
 */
package org.glyphnet.data.sources;
