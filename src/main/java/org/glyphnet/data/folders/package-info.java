/** Folders of pictures as people have them, read as data sets. */
package org.glyphnet.data.folders;
