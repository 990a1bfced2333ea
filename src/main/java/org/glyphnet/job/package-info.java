/**
 * A training run from its settings to its checked and reported result, as calls: train, resume,
 * verify, report, sweep. Settings come in, events go to a {@link org.glyphnet.job.JobListener},
 * results come out; nothing here prints, reads a command line or ends the process. Needs Jackson
 * and JFreeChart.
 *
 * <p>Internal: it may change with any release.
 */
package org.glyphnet.job;
