/** What all packages share: the exception that explains itself. */
package org.glyphnet;
