package org.glyphnet.serving;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;

/** Figures about the service in Prometheus' form. */
final class ServiceMetrics {
  /** Bounds of the latency histogram. */
  private static final Duration[] LATENCIES = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private static final double[] BATCHES = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};

  private static final String MODEL_VERSION = "glyphnet.model.version";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final DistributionSummary batches;

  ServiceMetrics() {
    batches =
        DistributionSummary.builder("glyphnet.batch.images")
            .description("Images of each batch that ran")
            .serviceLevelObjectives(BATCHES)
            .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    gauge(
        "process.resident.memory.bytes",
        "Memory that the process holds, TensorFlow's too",
        Pointer::physicalBytes);
  }

  /** What is asked for when the figures are read. */
  void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  /** A model is served, in a version that may change. */
  void modelServed(String name, Supplier<Number> version) {
    Gauge.builder(MODEL_VERSION, version)
        .description("Version that is served by default")
        .tag("model", name)
        .register(registry);
  }

  /** A model is served no more. */
  void modelGone(String name) {
    registry.find(MODEL_VERSION).tag("model", name).meters().forEach(registry::remove);
  }

  /** A request was answered. */
  void answered(String endpoint, int status, long nanos) {
    Timer.builder("glyphnet.requests")
        .description("Time from a request's head to its answer")
        .tag("endpoint", endpoint)
        .tag("status", Integer.toString(status))
        .serviceLevelObjectives(LATENCIES)
        .register(registry)
        .record(Duration.ofNanos(nanos));
  }

  /** A batch ran. */
  void ran(int images) {
    batches.record(images);
  }

  String text() {
    return registry.scrape();
  }
}
