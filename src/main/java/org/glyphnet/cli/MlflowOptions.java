package org.glyphnet.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glyphnet.job.JobListener;
import org.glyphnet.mlflow.Mlflow;
import org.glyphnet.mlflow.MlflowServer;

/** {@code --mlflow URI}: runs are told to a tracking server, too. */
final class MlflowOptions {
  static final String MLFLOW = "mlflow";

  private MlflowOptions() {}

  static OptionList options() {
    return new OptionList()
        .value(
            MLFLOW,
            "URI",
            "tell an MLflow tracking server of the run, such as http://localhost:5000; a token is"
                + " taken from MLFLOW_TRACKING_TOKEN (default: none is told)");
  }

  /** What tells the server; null where none was named. The caller closes it. */
  static Mlflow of(
      Arguments arguments, Clock clock, Map<String, String> environment, PrintStream warnings) {
    Optional<String> typed = arguments.text(MLFLOW);
    if (typed.isEmpty()) {
      return null;
    }
    try {
      return new Mlflow(MlflowServer.parse(typed.get(), environment), clock, warnings::println);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + MLFLOW + ": " + e.getMessage(), e);
    }
  }

  /** Some listeners and, where there is one, the server's. */
  static List<JobListener> with(Mlflow mlflow, JobListener... others) {
    List<JobListener> all = new ArrayList<>(List.of(others));
    if (mlflow != null) {
      all.add(mlflow);
    }
    return all;
  }
}
