package org.glyphnet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/**
 * Imports run one way: data, network, training, saving, inference, then report and serving, cli.
 */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.glyphnet");

  @Test
  void roomsDependOneWay() {
    ArchRule rule =
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("cli")
            .definedBy("org.glyphnet.cli..")
            .layer("serving")
            .definedBy("org.glyphnet.serving..")
            .layer("tensorboard")
            .definedBy("org.glyphnet.tensorboard..")
            .layer("benchmark")
            .definedBy("org.glyphnet.benchmark..")
            .layer("report")
            .definedBy("org.glyphnet.report..")
            .layer("inference")
            .definedBy("org.glyphnet.inference..")
            .layer("saving")
            .definedBy("org.glyphnet.saving..")
            .layer("cluster")
            .definedBy("org.glyphnet.cluster..")
            .layer("runs")
            .definedBy("org.glyphnet.runs..")
            .layer("training")
            .definedBy("org.glyphnet.training..")
            .layer("network")
            .definedBy("org.glyphnet.network..")
            .layer("data.sources")
            .definedBy("org.glyphnet.data.sources..")
            .layer("data.synthetic")
            .definedBy("org.glyphnet.data.synthetic..")
            .layer("data")
            .definedBy("org.glyphnet.data")
            .layer("files")
            .definedBy("org.glyphnet.files..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("serving")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("tensorboard")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("benchmark")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("cli", "tensorboard")
            .whereLayer("inference")
            .mayOnlyBeAccessedByLayers("cli", "serving", "benchmark")
            .whereLayer("cluster")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("runs")
            .mayOnlyBeAccessedByLayers("cli", "report")
            .whereLayer("saving")
            .mayOnlyBeAccessedByLayers("cli", "inference", "serving")
            .whereLayer("training")
            .mayOnlyBeAccessedByLayers(
                "cli", "cluster", "runs", "saving", "report", "tensorboard", "benchmark")
            .whereLayer("network")
            .mayOnlyBeAccessedByLayers(
                "cli",
                "cluster",
                "runs",
                "inference",
                "serving",
                "saving",
                "training",
                "report",
                "tensorboard",
                "benchmark")
            .whereLayer("data.sources")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("data.synthetic")
            .mayOnlyBeAccessedByLayers("data.sources");
    rule.check(CLASSES);
  }

  @Test
  void noCycles() {
    ArchRule rule = slices().matching("org.glyphnet.(**)").should().beFreeOfCycles();
    rule.check(CLASSES);
  }

  @Test
  void dataKnowsNoTensorFlow() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("..data..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.tensorflow..");
    rule.check(CLASSES);
  }

  @Test
  void networkKnowsNoFiles() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("..network..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.nio.file..");
    rule.check(CLASSES);
  }

  @Test
  void noStaticState() {
    ArchRule rule =
        noFields()
            .that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .areNotEnums()
            .should()
            .notBeFinal();
    rule.check(CLASSES);
  }

  @Test
  void onlyMainEndsTheProcess() {
    ArchRule rule =
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("org.glyphnet.cli.Main")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);
    rule.check(CLASSES);
  }
}
