package org.glyphnet.serving.grpc;

import com.google.protobuf.Int64Value;
import org.glyphnet.saving.Signatures;
import org.glyphnet.serving.Refusal;
import org.glyphnet.serving.ServiceDoor;
import org.glyphnet.serving.VersionChoice;
import org.glyphnet.serving.grpc.tensorflow.ModelSpec;

/** Which model is asked, in both protocols. */
final class Specs {
  static final String DEFAULT = Signatures.SERVING_DEFAULT;

  private Specs() {}

  /** As TensorFlow Serving's messages say it. */
  static ServiceDoor.Asked asked(ModelSpec spec) {
    return switch (spec.getVersionChoiceCase()) {
      case VERSION ->
          new ServiceDoor.Asked(spec.getName(), VersionChoice.of(spec.getVersion().getValue()));
      case VERSION_LABEL ->
          new ServiceDoor.Asked(spec.getName(), VersionChoice.labelled(spec.getVersionLabel()));
      case VERSIONCHOICE_NOT_SET -> new ServiceDoor.Asked(spec.getName(), VersionChoice.DEFAULT);
    };
  }

  /**
   * As the Open Inference Protocol's messages say it.
   *
   * @param version its digits; empty for the newest
   * @throws Refusal with status 404 for anything else: no version is called so
   */
  static ServiceDoor.Asked asked(String name, String version) {
    if (version.isEmpty()) {
      return new ServiceDoor.Asked(name, VersionChoice.DEFAULT);
    }
    if (!version.matches("[0-9]{1,18}")) {
      throw new Refusal(
          Refusal.NOT_FOUND, "Could not find version " + version + " of model " + name);
    }
    return new ServiceDoor.Asked(name, VersionChoice.of(Long.parseLong(version)));
  }

  /** The model that answered. */
  static ModelSpec answered(String name, long version) {
    return ModelSpec.newBuilder().setName(name).setVersion(Int64Value.of(version)).build();
  }
}
