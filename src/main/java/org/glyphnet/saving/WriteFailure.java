package org.glyphnet.saving;

import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.tensorflow.exceptions.TensorFlowException;

/** TensorFlow's failure to write a file, in the form that Java's own failures have. */
final class WriteFailure {
  private WriteFailure() {}

  static FileSystemException of(Path file, TensorFlowException e) {
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("cannot be written");
    // TensorFlow names the file first, then the reason.
    FileSystemException failure =
        new FileSystemException(
            file.toString(), null, line.substring(line.lastIndexOf("; ") + 1).trim());
    failure.initCause(e);
    return failure;
  }
}
