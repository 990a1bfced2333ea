package org.glyphnet.runs;

import java.util.List;
import java.util.Map;
import org.glyphnet.network.AdamSpec;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Precision;
import org.glyphnet.training.EpochResult;
import org.glyphnet.training.TrainingPlan;

/** Records of runs that have just begun. */
public final class Records {
  private Records() {}

  /** A run of the book's plan. */
  public static RunRecord begun(
      String run,
      Map<String, String> options,
      NetworkSpec network,
      RunRecord.Data data,
      List<EpochResult> epochs) {
    return new RunRecord(
        run,
        new RunRecord.Times("2026-01-01T00:00:00Z", null),
        options,
        new RunRecord.Setup(
            network, AdamSpec.book(), TrainingPlan.book(), Precision.FLOAT32, 2, null),
        new RunRecord.Outputs(
            new StoredPath("../../saved_models", "/somewhere/saved_models"), "x", 10, null),
        data,
        new Environment(Map.of("tensorflow", "2.18.0"), Map.of("processor", "a processor")),
        epochs,
        null,
        null);
  }

  /** Of a run that ended with these accuracies. */
  public static RunRecord.Outcome outcome(double trainAccuracy, double testAccuracy, String sha) {
    return new RunRecord.Outcome(
        new RunRecord.Result(trainAccuracy, 0.1, sha),
        new RunRecord.Result(testAccuracy, 0.2, sha),
        "checkpoints/classifier-final",
        new StoredPath("../../saved_models/x/1", "/somewhere/saved_models/x/1"));
  }
}
