/**
 * Runs and sweeps told to an MLflow tracking server over its REST API.
 *
 * <p>Internal: it may change with any release.
 */
package org.glyphnet.mlflow;
