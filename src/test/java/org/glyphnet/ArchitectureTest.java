package org.glyphnet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Imports run one way, and what is public can be used with the library's own dependencies. */
class ArchitectureTest {
  private static final String ROOT = "org.glyphnet";

  /** Messages and stubs that are made of the protocol files. */
  private static final Pattern GENERATED = Pattern.compile("/serving/grpc/(inference|tensorflow)/");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !GENERATED.matcher(location.toString()).find())
          .importPackages(ROOT);

  /** Every package under the root, and the packages that may depend on it. */
  private static final Map<String, List<String>> USERS = users();

  private static Map<String, List<String>> users() {
    Map<String, List<String>> users = new LinkedHashMap<>();
    users.put("cli", List.of());
    users.put("job", List.of("cli", "mlflow"));
    users.put("serving.grpc", List.of("cli"));
    users.put("serving", List.of("cli", "serving.grpc"));
    users.put("benchmark", List.of("cli"));
    users.put("mlflow", List.of("cli"));
    users.put("tensorboard", List.of("cli", "job"));
    users.put("report", List.of("cli", "job", "tensorboard"));
    users.put("inference", List.of("cli", "job", "serving", "explanation", "benchmark"));
    users.put("cluster", List.of("cli", "job"));
    users.put("runs", List.of("cli", "job", "mlflow", "report"));
    users.put("saving", List.of("cli", "job", "inference", "serving", "report"));
    users.put(
        "training",
        List.of(
            "cli",
            "job",
            "mlflow",
            "cluster",
            "runs",
            "saving",
            "report",
            "tensorboard",
            "benchmark"));
    users.put(
        "network",
        List.of(
            "cli",
            "job",
            "cluster",
            "runs",
            "inference",
            "explanation",
            "serving",
            "saving",
            "training",
            "report",
            "tensorboard",
            "benchmark"));
    users.put("explanation", List.of("cli", "serving", "report"));
    users.put("data.sources", List.of("cli", "job"));
    users.put("data.folders", List.of("cli", "job", "data.sources"));
    users.put(
        "data.pictures",
        List.of(
            "cli",
            "job",
            "serving",
            "inference",
            "report",
            "data.sources",
            "data.folders",
            "data.synthetic",
            "data.augmentation"));
    users.put("data.synthetic", List.of("cli", "job", "data.sources", "benchmark"));
    users.put("data.augmentation", List.of("cli", "job", "runs", "training", "report"));
    return users;
  }

  /** Anything may depend on these; they depend on nothing above them, since there are no cycles. */
  private static final List<String> FOUNDATIONS = List.of("data", "files", "engine");

  @Test
  void packagesDependOneWay() {
    LayeredArchitecture layers =
        layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
    for (String layer : USERS.keySet()) {
      layers = layers.layer(layer).definedBy(ROOT + "." + layer + "..");
    }
    for (String layer : FOUNDATIONS) {
      layers = layers.layer(layer).definedBy(ROOT + "." + layer);
    }
    for (Map.Entry<String, List<String>> layer : USERS.entrySet()) {
      var rule = layers.whereLayer(layer.getKey());
      layers =
          layer.getValue().isEmpty()
              ? rule.mayNotBeAccessedByAnyLayer()
              : rule.mayOnlyBeAccessedByLayers(layer.getValue().toArray(String[]::new));
    }
    layers.check(CLASSES);
  }

  @Test
  void everyPackageIsALayer() {
    Set<String> packages =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.equals(ROOT))
            .map(name -> name.substring(ROOT.length() + 1))
            .collect(Collectors.toSet());
    packages.removeAll(USERS.keySet());
    packages.removeAll(FOUNDATIONS);

    assertThat(packages).as("packages that no rule speaks of").isEmpty();
  }

  @Test
  void noCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void dataKnowsNoTensorFlow() {
    noClasses()
        .that()
        .resideInAPackage("..data..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.tensorflow..")
        .check(CLASSES);
  }

  @Test
  void networkKnowsNoFiles() {
    noClasses()
        .that()
        .resideInAPackage("..network..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.nio.file..")
        .check(CLASSES);
  }

  @Test
  void inferenceNeedsTensorFlowAndSlf4jOnly() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".inference..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.tensorflow..",
            "com.google.protobuf..",
            "org.slf4j..",
            ROOT,
            ROOT + ".data",
            ROOT + ".data.pictures..",
            ROOT + ".engine",
            ROOT + ".network..",
            ROOT + ".saving..",
            ROOT + ".inference..")
        .check(CLASSES);
  }

  @Test
  void theLibraryNeedsNothingOfTheProgram() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT,
            ROOT + ".data..",
            ROOT + ".network..",
            ROOT + ".training..",
            ROOT + ".saving..",
            ROOT + ".inference..",
            ROOT + ".files..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PublicApi.OPTIONAL)
        .check(CLASSES);
  }

  @Test
  void theJobKnowsNoConsole() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".job..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.commons.cli..", "me.tongfei..", "org.jline..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.io.PrintStream.class)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void everyPackageSaysWhetherItIsPublic() throws IOException {
    assertThat(PublicApi.packagesThatDoNotSay()).isEmpty();
  }

  @Test
  void thePublicTypesAreThoseOfTheList() throws IOException {
    assertThat(PublicApi.types(CLASSES))
        .as("public types without @Internal; src/test/resources/public-api.txt lists them")
        .containsExactlyElementsOf(
            new TreeSet<>(Files.readAllLines(Path.of("src/test/resources/public-api.txt"))));
  }

  @Test
  void apiShowsNoOptionalDependencyAndNothingInternal() throws IOException {
    Set<String> api = PublicApi.packages();
    classes().should(PublicApi.showOnlyWhatEveryoneHas(api)).check(CLASSES);
  }

  @Test
  void onlyTheCommandLineNamesItsOptions() throws IOException {
    Pattern option = Pattern.compile("\"[^\"\\n]*--[a-z][^\"\\n]*\"");
    Path root = Path.of("src/main/java/org/glyphnet");
    try (Stream<Path> sources = Files.walk(root)) {
      List<Path> naming =
          sources
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.startsWith(root.resolve("cli")))
              .filter(file -> option.matcher(read(file)).find())
              .toList();
      assertThat(naming).as("name options that a library's caller does not have").isEmpty();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void noStaticState() {
    noFields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat()
        .areNotEnums()
        .should()
        .notBeFinal()
        .check(CLASSES);
  }

  @Test
  void onlyMainEndsTheProcess() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".cli.Main")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(CLASSES);
  }
}
