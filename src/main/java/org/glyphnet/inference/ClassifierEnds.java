package org.glyphnet.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageShape;
import org.glyphnet.saving.Signatures;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Where images go into a saved classifier and what comes out, by its signature; a model of somebody
 * else's calls its tensors as it likes.
 *
 * <p>Images are the only input, {@code [batch, height, width, channels]} of float32. Outputs are
 * known by their names {@code scores} or {@code logits}, {@code probabilities} and {@code
 * prediction}; where there are none of these, the only output {@code [batch, classes]} of float32
 * counts, of which its values tell whether they are probabilities.
 *
 * @param image name of the images' tensor in the graph
 * @param shape size of an image
 * @param classes how many there are
 * @param scores name of the logits' tensor
 * @param probabilities name of the probabilities' tensor
 * @param either name of a tensor that is one of these two; then they are empty
 * @param prediction name of the tensor of classes' numbers
 */
record ClassifierEnds(
    String image,
    ImageShape shape,
    int classes,
    Optional<String> scores,
    Optional<String> probabilities,
    Optional<String> either,
    Optional<String> prediction) {
  /** Other names of logits. */
  private static final String LOGITS = "logits";

  /**
   * Finds them.
   *
   * @param model for messages
   * @throws DataException when the signature is none of a classifier of images of one size
   */
  static ClassifierEnds of(SignatureDef signature, String model) {
    TensorInfo image = image(signature.getInputsMap(), model);
    ImageShape shape = shape(image, model);
    Map<String, TensorInfo> tables = tables(signature.getOutputsMap());
    Optional<TensorInfo> scores =
        Optional.ofNullable(tables.get(Signatures.SCORES))
            .or(() -> Optional.ofNullable(tables.get(LOGITS)));
    Optional<TensorInfo> probabilities = Optional.ofNullable(tables.get(Signatures.PROBABILITIES));
    Optional<TensorInfo> either =
        scores.isPresent() || probabilities.isPresent()
            ? Optional.empty()
            : Optional.of(only(tables, signature, model));
    TensorInfo table = scores.or(() -> probabilities).or(() -> either).orElseThrow();
    return new ClassifierEnds(
        image.getName(),
        shape,
        classes(table, model),
        scores.map(TensorInfo::getName),
        probabilities.map(TensorInfo::getName),
        either.map(TensorInfo::getName),
        Optional.ofNullable(signature.getOutputsMap().get(Signatures.PREDICTION))
            .filter(info -> isOf(info, DataType.DT_INT64, 1))
            .map(TensorInfo::getName));
  }

  /** The tensors that are run, scores or probabilities first. */
  List<String> outputs() {
    List<String> names = new ArrayList<>();
    either.ifPresent(names::add);
    scores.ifPresent(names::add);
    probabilities.ifPresent(names::add);
    prediction.ifPresent(names::add);
    return names;
  }

  /** The same where it is known what the values are that could be either. */
  ClassifierEnds decided(boolean areProbabilities) {
    return new ClassifierEnds(
        image,
        shape,
        classes,
        areProbabilities ? Optional.empty() : either,
        areProbabilities ? either : Optional.empty(),
        Optional.empty(),
        prediction);
  }

  private static TensorInfo image(Map<String, TensorInfo> inputs, String model) {
    if (inputs.size() != 1) {
      throw new DataException(
          model
              + ": its signature takes "
              + (inputs.isEmpty() ? "nothing" : names(inputs))
              + "; a classifier of images takes one tensor, the images");
    }
    Map.Entry<String, TensorInfo> input = inputs.entrySet().iterator().next();
    if (!isOf(input.getValue(), DataType.DT_FLOAT, 4)) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: its input '%s' is %s %s; a classifier of images takes DT_FLOAT [batch, height,"
                  + " width, channels]",
              model,
              input.getKey(),
              input.getValue().getDtype(),
              sizes(input.getValue())));
    }
    return input.getValue();
  }

  private static ImageShape shape(TensorInfo image, String model) {
    List<TensorShapeProto.Dim> sizes = image.getTensorShape().getDimList();
    if (sizes.subList(1, 4).stream().anyMatch(size -> size.getSize() < 1)) {
      throw new DataException(
          model
              + ": takes images of any size, "
              + sizes(image)
              + "; export it with a height, a width and channels");
    }
    return new ImageShape(
        Math.toIntExact(sizes.get(1).getSize()),
        Math.toIntExact(sizes.get(2).getSize()),
        Math.toIntExact(sizes.get(3).getSize()));
  }

  /** Outputs {@code [batch, classes]} of float32. */
  private static Map<String, TensorInfo> tables(Map<String, TensorInfo> outputs) {
    return outputs.entrySet().stream()
        .filter(output -> isOf(output.getValue(), DataType.DT_FLOAT, 2))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static TensorInfo only(
      Map<String, TensorInfo> tables, SignatureDef signature, String model) {
    if (tables.size() != 1) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: its signature '%s' gives %s; a classifier gives '%s', '%s' or '%s', or one tensor"
                  + " DT_FLOAT [batch, classes]",
              model,
              Signatures.SERVING_DEFAULT,
              names(signature.getOutputsMap()),
              Signatures.SCORES,
              LOGITS,
              Signatures.PROBABILITIES));
    }
    return tables.values().iterator().next();
  }

  private static int classes(TensorInfo table, String model) {
    long classes = table.getTensorShape().getDim(1).getSize();
    if (classes < 1) {
      throw new DataException(model + ": does not tell how many classes it has");
    }
    return Math.toIntExact(classes);
  }

  private static boolean isOf(TensorInfo info, DataType type, int rank) {
    return info.getDtype() == type
        && !info.getTensorShape().getUnknownRank()
        && info.getTensorShape().getDimCount() == rank;
  }

  private static String names(Map<String, TensorInfo> tensors) {
    return new TreeMap<>(tensors)
        .entrySet().stream()
            .map(
                entry ->
                    "'"
                        + entry.getKey()
                        + "' "
                        + entry.getValue().getDtype()
                        + " "
                        + sizes(entry.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static String sizes(TensorInfo info) {
    return info.getTensorShape().getUnknownRank()
        ? "of any shape"
        : info.getTensorShape().getDimList().stream()
            .map(size -> size.getSize() < 0 ? "?" : Long.toString(size.getSize()))
            .collect(Collectors.joining(", ", "[", "]"));
  }
}
