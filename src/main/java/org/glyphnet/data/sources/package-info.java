/** Data sets by what was asked for: MNIST, synthetic digits, IDX files, folders of images. */
package org.glyphnet.data.sources;
