package org.glyphnet.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.glyphnet.training.EpochResult;
import org.glyphnet.training.Fixtures;
import org.glyphnet.training.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecorderTest {
  private static final EpochResult UNTRAINED = new EpochResult(-1, Double.NaN, 0.3, 0.2, 0, 0);
  private static final EpochResult FIRST = new EpochResult(0, 0.5, 0.9, 0.8, 2, 4);

  @TempDir Path runs;

  @Test
  void recordIsThereBeforeTheFirstEpoch() throws IOException {
    RunFolder folder = RunFolder.create(runs, "first");

    new RunRecorder(folder, record());

    assertThat(RunRecordFile.read(folder.record())).isEqualTo(record());
  }

  @Test
  void everyEpochIsOnDiskInBothFilesWhenItEnds() throws IOException {
    RunFolder folder = RunFolder.create(runs, "first");
    RunRecorder recorder = new RunRecorder(folder, record());

    recorder.epochEnded(new TrainingListener.EpochEnd(UNTRAINED, null, null, false, null));
    assertThat(RunRecordFile.read(folder.record()).epochs()).containsExactly(UNTRAINED);
    assertThat(EpochsCsv.read(folder.epochs())).containsExactly(UNTRAINED);

    recorder.epochEnded(new TrainingListener.EpochEnd(FIRST, null, null, false, null));
    assertThat(RunRecordFile.read(folder.record()).epochs()).containsExactly(UNTRAINED, FIRST);
    assertThat(EpochsCsv.read(folder.epochs())).containsExactly(UNTRAINED, FIRST);
    assertThat(RunRecordFile.read(folder.record()).times().finished()).isNull();
  }

  @Test
  void finishedRunHasItsOutcome() throws IOException {
    RunFolder folder = RunFolder.create(runs, "first");
    RunRecorder recorder = new RunRecorder(folder, record());
    RunRecord.Outcome outcome = Records.outcome(0.9, 0.8, "ab");

    recorder.epochEnded(new TrainingListener.EpochEnd(UNTRAINED, null, null, false, null));
    recorder.finished("2026-01-31T12:01:00Z", outcome);

    RunRecord read = RunRecordFile.read(folder.record());
    assertThat(read.outcome()).isEqualTo(outcome);
    assertThat(read.times().finished()).isEqualTo("2026-01-31T12:01:00Z");
    assertThat(read.epochs()).containsExactly(UNTRAINED);
    assertThat(recorder.record()).isEqualTo(read);
  }

  private static RunRecord record() {
    return Records.begun(
        "first",
        Map.of(),
        Fixtures.spec(),
        new RunRecord.Data(
            "synthetic", null, "", "ab12", 12, false, List.of("a", "b"), "random", 8, 4, null),
        List.of());
  }
}
