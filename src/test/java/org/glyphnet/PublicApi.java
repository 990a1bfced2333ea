package org.glyphnet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is public: in the packages whose {@code package-info.java} says so, the public types without
 * {@link Internal}, and of these the members without it.
 */
final class PublicApi {
  /** Packages of the dependencies that only the program needs. */
  static final String[] OPTIONAL = {
    "ch.qos.logback..",
    "com.sun.jna..",
    "com.fasterxml.jackson..",
    "com.samskivert..",
    "com.google.common..",
    "io.grpc..",
    "io.micrometer..",
    "io.prometheus..",
    "me.tongfei..",
    "org.apache.commons.cli..",
    "org.eclipse.jetty..",
    "org.jfree..",
    "org.jline.."
  };

  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Path ROOT = SOURCES.resolve(Path.of("org", "glyphnet"));
  private static final String PUBLIC = "<p>Public API.";
  private static final String INTERNAL = "<p>Internal: it may change with any release.";

  private PublicApi() {}

  /** The packages that say that they are public. */
  static Set<String> packages() throws IOException {
    Set<String> found = new TreeSet<>();
    for (Map.Entry<String, String> one : descriptions().entrySet()) {
      if (one.getValue().contains(PUBLIC)) {
        found.add(one.getKey());
      }
    }
    return found;
  }

  /** Packages with sources that say neither, or both. */
  static Set<String> packagesThatDoNotSay() throws IOException {
    Set<String> found = new TreeSet<>();
    for (Map.Entry<String, String> one : descriptions().entrySet()) {
      if (one.getValue().contains(PUBLIC) == one.getValue().contains(INTERNAL)) {
        found.add(one.getKey());
      }
    }
    return found;
  }

  /**
   * Whether what the public types of the packages show is public itself and of a library that every
   * user of glyphnet has.
   */
  static ArchCondition<JavaClass> showOnlyWhatEveryoneHas(Set<String> packages) {
    return new ArchCondition<>("show only what every user has") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (packages.contains(type.getPackageName()) && isApi(type)) {
          for (JavaMember member : type.getMembers()) {
            if (isVisible(member.getModifiers()) && !member.isAnnotatedWith(Internal.class)) {
              shown(member)
                  .filter(one -> isOptional(one) || isHidden(one))
                  .forEach(
                      one ->
                          events.add(
                              SimpleConditionEvent.violated(
                                  member, member.getDescription() + " shows " + one.getName())));
            }
          }
        }
      }
    };
  }

  /** The text of each package's {@code package-info.java}; empty where there is none. */
  private static Map<String, String> descriptions() throws IOException {
    List<Path> sources;
    try (Stream<Path> all = Files.walk(ROOT)) {
      sources = all.filter(file -> file.toString().endsWith(".java")).toList();
    }
    Map<String, String> descriptions = new TreeMap<>();
    for (Path source : sources) {
      Path folder = source.getParent();
      Path info = folder.resolve("package-info.java");
      descriptions.put(
          SOURCES.relativize(folder).toString().replace('/', '.').replace('\\', '.'),
          Files.exists(info) ? Files.readString(info) : "");
    }
    return descriptions;
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  /** A nested type is only as visible as those around it. */
  private static boolean isVisible(JavaClass type) {
    return isVisible(type.getModifiers())
        && type.getEnclosingClass().map(PublicApi::isVisible).orElse(true);
  }

  /** The names of the public types, without those nested in others. */
  static Set<String> types(JavaClasses classes) throws IOException {
    Set<String> packages = packages();
    return classes.stream()
        .filter(type -> packages.contains(type.getPackageName()))
        .filter(type -> type.getEnclosingClass().isEmpty() && isApi(type))
        .map(JavaClass::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isApi(JavaClass type) {
    return isVisible(type)
        && !type.isAnnotatedWith(Internal.class)
        && type.getEnclosingClass().map(PublicApi::isApi).orElse(true);
  }

  private static Stream<JavaClass> shown(JavaMember member) {
    List<JavaType> types = new ArrayList<>();
    List<JavaClass> thrown = new ArrayList<>();
    if (member instanceof JavaCodeUnit code) {
      types.add(code.getReturnType());
      types.addAll(code.getParameterTypes());
      thrown.addAll(code.getExceptionTypes());
    } else if (member instanceof JavaField field) {
      types.add(field.getType());
    }
    return Stream.concat(
            types.stream().flatMap(type -> type.getAllInvolvedRawTypes().stream()), thrown.stream())
        .map(JavaClass::getBaseComponentType);
  }

  private static boolean isOptional(JavaClass type) {
    for (String name : OPTIONAL) {
      if (type.getName().startsWith(name.substring(0, name.length() - 1))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHidden(JavaClass type) {
    return type.getPackageName().startsWith("org.glyphnet") && !isApi(type);
  }
}
