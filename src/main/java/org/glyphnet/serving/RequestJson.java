package org.glyphnet.serving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;

/** How JSON that strangers send is read: in linear time, whatever it holds. */
final class RequestJson {
  private static final int MAX_NESTING = 64;

  /** NaN and Infinity are read as TensorFlow Serving reads them. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          // A table of all names that were ever read would take quadratic time for chosen ones.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
          .build();

  private RequestJson() {}
}
