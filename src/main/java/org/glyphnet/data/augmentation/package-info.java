/** Training images changed at random a little, so that few of them teach like many. */
package org.glyphnet.data.augmentation;
