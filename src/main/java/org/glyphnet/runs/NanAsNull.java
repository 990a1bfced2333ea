package org.glyphnet.runs;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;

/**
 * NaN as {@code null} in JSON, which has no NaN, and back. A number that is missing is an error.
 */
final class NanAsNull {
  private NanAsNull() {}

  static Module module() {
    return new SimpleModule("nan-as-null")
        .addSerializer(double.class, new Writer())
        .addDeserializer(double.class, new Reader());
  }

  private static final class Writer extends StdScalarSerializer<Double> {
    Writer() {
      super(double.class, false);
    }

    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (value.isNaN()) {
        out.writeNull();
      } else {
        out.writeNumber(value);
      }
    }
  }

  private static final class Reader extends NumberDeserializers.DoubleDeserializer {
    Reader() {
      super(Double.class, Double.NaN);
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) throws JsonMappingException {
      return context.reportInputMismatch(this, "a number is missing");
    }
  }
}
