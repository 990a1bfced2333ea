package org.glyphnet.serving;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import org.glyphnet.data.DataException;
import org.glyphnet.inference.Classifier;
import org.glyphnet.inference.Predictions;
import org.glyphnet.inference.ServingGraph;

/**
 * Loads a version of a model and runs it, with black images and with the requests that it brings
 * along, so that no request waits for its first run.
 */
final class VersionLoader implements ModelVersions.Loader {
  private final ServiceSettings settings;
  private final Executor executor;
  private final ServiceMetrics metrics;

  VersionLoader(ServiceSettings settings, Executor executor, ServiceMetrics metrics) {
    this.settings = settings;
    this.executor = executor;
    this.metrics = metrics;
  }

  @Override
  public ModelVersion load(long number, Path folder) throws IOException {
    Classifier classifier = Classifier.load(folder, settings.session());
    try {
      warmUp(classifier.graph(), folder, 1);
      warmUp(classifier.graph(), folder, settings.maxBatch());
      Warmup.play(folder, classifier.graph());
    } catch (RuntimeException | Error e) {
      classifier.close();
      throw e;
    }
    return new ModelVersion(
        number,
        settings.reports().of(folder),
        classifier,
        new Batcher(
            classifier.graph()::run,
            settings.maxBatch(),
            settings.queue(),
            executor,
            metrics::ran));
  }

  private static void warmUp(ServingGraph graph, Path folder, int images) {
    Predictions answers = graph.run(List.of(new float[images * graph.shape().size()]), images);
    if (!answers.isFinite(0)) {
      throw new DataException(folder + ": scores of an empty image are no finite numbers");
    }
  }
}
