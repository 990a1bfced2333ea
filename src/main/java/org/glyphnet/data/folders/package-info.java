/**
 * Folders of pictures as people have them, read as data sets.
 *
 * <p>Public API.
 */
package org.glyphnet.data.folders;
