/** How fast this machine trains and answers, beside how fast it multiplies matrices. */
package org.glyphnet.benchmark;
