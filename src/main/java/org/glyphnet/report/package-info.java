/**
 * What a person looks at after a run: the chart of the error per epoch, the report, the filters.
 * Needs JFreeChart and JMustache.
 *
 * <p>Internal: it may change with any release.
 */
package org.glyphnet.report;
