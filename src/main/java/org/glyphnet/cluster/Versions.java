package org.glyphnet.cluster;

/**
 * What has to be the same in all processes of a cluster: a step is cut into pieces by one and run
 * by the others.
 *
 * @param glyphnet this program's version
 * @param tensorflow the native library's
 */
public record Versions(String glyphnet, String tensorflow) {
  @Override
  public String toString() {
    return "glyphnet " + glyphnet + " with TensorFlow " + tensorflow;
  }
}
