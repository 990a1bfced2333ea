package org.glyphnet.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.glyphnet.GlyphnetException.Remedy;
import org.glyphnet.Internal;

/**
 * Which of a model's classes each class of a data set is: by name, never by number alone. Equal
 * names match; else names that differ in case, blanks, hyphens and underscores only; and {@code
 * zero} to {@code nine} are 0 to 9. A mapping that was given goes before all that.
 */
@Internal
public final class ClassMatching {
  private static final List<String> DIGITS =
      List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

  private final List<String> model;
  private final List<String> dataset;

  private ClassMatching(List<String> model, List<String> dataset) {
    this.model = model;
    this.dataset = dataset;
  }

  /**
   * Matches.
   *
   * @param model the model's class names, by number
   * @param dataset the data set's class names, by number
   * @param given names of the model's classes by names of the data set's; may be empty
   * @return for each class of the data set the number of the model's
   * @throws DataException that shows both lists, when a class has no partner, or two have one
   */
  public static int[] of(List<String> model, List<String> dataset, Map<String, String> given) {
    return new ClassMatching(model, dataset).match(given);
  }

  /**
   * Reads {@code dog=canis,cat=felis}: the data set's name, then the model's.
   *
   * @throws IllegalArgumentException when it is no list of pairs
   */
  public static Map<String, String> parse(String typed) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String pair : typed.split(",", -1)) {
      int sign = pair.indexOf('=');
      if (sign < 1 || sign == pair.length() - 1) {
        throw new IllegalArgumentException(
            "'" + pair + "' is not possible; it takes pairs DATASET=MODEL, with commas between");
      }
      given.put(pair.substring(0, sign).strip(), pair.substring(sign + 1).strip());
    }
    return given;
  }

  private int[] match(Map<String, String> given) {
    checkGiven(given);
    int[] matched = new int[dataset.size()];
    Map<Integer, String> taken = new HashMap<>();
    for (int i = 0; i < matched.length; i++) {
      String name = dataset.get(i);
      matched[i] = given.containsKey(name) ? model.indexOf(given.get(name)) : alike(name);
      if (matched[i] < 0) {
        throw refusal("'" + name + "' is none of the model's classes");
      }
      String other = taken.putIfAbsent(matched[i], name);
      if (other != null) {
        throw refusal("'" + other + "' and '" + name + "' would be the same class");
      }
    }
    return matched;
  }

  private void checkGiven(Map<String, String> given) {
    given.forEach(
        (own, theirs) -> {
          if (!dataset.contains(own)) {
            throw refusal("'" + own + "' is none of the data set's classes");
          }
          if (!model.contains(theirs)) {
            throw refusal("'" + theirs + "' is none of the model's classes");
          }
        });
  }

  /** The model's class of a name: equal, else the only one alike; -1 where there is none. */
  private int alike(String name) {
    if (model.contains(name)) {
      return model.indexOf(name);
    }
    int[] alike =
        IntStream.range(0, model.size())
            .filter(i -> plain(model.get(i)).equals(plain(name)))
            .toArray();
    return alike.length == 1 ? alike[0] : -1;
  }

  private static String plain(String name) {
    String plain = name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", " ");
    int digit = DIGITS.indexOf(plain);
    return digit < 0 ? plain : Integer.toString(digit);
  }

  private DataException refusal(String reason) {
    return new DataException(
        reason
            + "; the model has "
            + String.join(", ", model)
            + "; the data set has "
            + String.join(", ", dataset),
        Remedy.MAP_CLASSES);
  }

  /** The model's classes of which a data set has no image. */
  public static List<String> missing(ImageDataset dataset, int[] images) {
    TreeSet<Integer> there = new TreeSet<>();
    for (int image : images) {
      there.add(dataset.label(image));
    }
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < dataset.classNames().size(); i++) {
      if (!there.contains(i)) {
        missing.add(dataset.classNames().get(i));
      }
    }
    return missing;
  }
}
