package org.glyphnet.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.glyphnet.network.Batch;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Padding;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.network.TensorNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TFloat32;

/** However many images come together, they are told what the exported graph tells them. */
class InferenceFormsTest {
  private static final SessionSettings SETTINGS = new SessionSettings(2);

  /**
   * What the forms may be apart here: twice what they are after an epoch on digits (1e-5), since
   * three steps leave deviations that batch normalisation divides by, and so magnifies rounding.
   */
  private static final float CLOSE = 2e-5f;

  /** The book's second convolution goes by its spectrum, and the dense kernel is large enough. */
  private static final NetworkSpec BOOK_LIKE = NetworkSpec.bookText().withSizes(64, 128, 256);

  private static final int IMAGES = 130;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"SAME", "VALID"})
  void everyNumberOfImagesHasTheExportedGraphsScores(Padding padding) {
    NetworkSpec spec = BOOK_LIKE.withConvolution(5, padding);
    Batch batch = Batch.of(spec, IMAGES, 1);
    try (ConvNet net = ConvNet.forServing(spec)) {
      Session restored = net.openForInference(SETTINGS);
      restored.restore(batch.trained(spec, folder));
      float[] expected = scores(new InferenceForms.Form(restored, ""), batch, IMAGES);
      int classes = spec.classes();
      try (InferenceForms forms = forms(net, restored)) {
        for (int images : List.of(1, 2, 31, 32, 33, 127, 128, IMAGES)) {
          float[] found = scores(forms.of(images), batch, images);
          assertThat(found).hasSize(images * classes);
          for (int i = 0; i < found.length; i++) {
            assertThat(found[i])
                .as("%d images, image %d, class %d", images, i / classes, i % classes)
                .isCloseTo(expected[i], within(CLOSE));
          }
        }
      }
    }
  }

  @Test
  void manyImagesGoByWayOfSpectraAndFewDoNot() {
    try (ConvNet net = ConvNet.forServing(BOOK_LIKE)) {
      Session restored = net.openForInference(SETTINGS);
      restored.restore(Batch.of(BOOK_LIKE, 2, 1).trained(BOOK_LIKE, folder));
      try (InferenceForms forms = forms(net, restored)) {
        assertThat(forms.of(InferenceForms.MANY - 1).prefix()).isEmpty();
        String prefix = forms.of(InferenceForms.MANY).prefix();
        assertThat(net.graph().operation(prefix + "Conv2d_Layer2/Conv2d").type())
            .isEqualTo("Identity");
        assertThat(net.graph().operation(prefix + "Conv2d_Layer1/Conv2d").type())
            .isEqualTo("Conv2D");
      }
    }
  }

  @Test
  void bothFormsReadTheSameVariables() {
    try (ConvNet net = ConvNet.forServing(BOOK_LIKE)) {
      Session restored = net.openForInference(SETTINGS);
      restored.restore(Batch.of(BOOK_LIKE, 2, 1).trained(BOOK_LIKE, folder));
      try (InferenceForms forms = forms(net, restored);
          Result result =
              restored
                  .runner()
                  .fetch("DenseLayer3/bias")
                  .fetch(forms.of(InferenceForms.MANY).name("DenseLayer3/bias"))
                  .run()) {
        assertThat(result.get(1)).isEqualTo(result.get(0));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // Few filters, or a small kernel: transforms cost more than they save.
    "4, 6, 5",
    "64, 128, 1"
  })
  void whereSpectraDoNotPayTheExportedGraphRuns(int filters1, int filters2, int kernelSize) {
    NetworkSpec spec =
        NetworkSpec.bookText()
            .withSizes(filters1, filters2, 16)
            .withConvolution(kernelSize, Padding.SAME);
    try (ConvNet net = ConvNet.forServing(spec)) {
      Session restored = net.openForInference(SETTINGS);
      restored.restore(Batch.of(spec, 2, 1).trained(spec, folder));
      try (InferenceForms forms = forms(net, restored)) {
        assertThat(forms.of(1000)).isEqualTo(new InferenceForms.Form(restored, ""));
      }
    }
  }

  private static InferenceForms forms(ConvNet net, Session restored) {
    return InferenceForms.of(
        net.graph().toGraphDef(), restored, List.of(TensorNames.SCORES), SETTINGS);
  }

  private static float[] scores(InferenceForms.Form form, Batch batch, int count) {
    try (TFloat32 images = TFloat32.tensorOf(batch.shape.tail().prepend(count))) {
      images.asRawTensor().data().asFloats().write(batch.images, 0, Math.toIntExact(images.size()));
      try (Result result =
          form.session()
              .runner()
              .feed(form.name(TensorNames.IMAGE), images)
              .fetch(form.name(TensorNames.SCORES))
              .run()) {
        TFloat32 scores = (TFloat32) result.get(0);
        float[] values = new float[Math.toIntExact(scores.size())];
        scores.asRawTensor().data().asFloats().read(values);
        return values;
      }
    }
  }
}
