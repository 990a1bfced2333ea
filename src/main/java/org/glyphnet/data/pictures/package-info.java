/**
 * Pictures as people have them: looked at before they are decoded, decoded upright and opaque, and
 * brought to a network's size.
 *
 * <p>Public API.
 */
package org.glyphnet.data.pictures;
