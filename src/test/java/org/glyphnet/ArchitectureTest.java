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

/** Imports run one way: data, network, training, saving, then report and serving, cli. */
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
            .layer("main")
            .definedBy("org.glyphnet")
            .layer("cli")
            .definedBy("org.glyphnet.cli..")
            .layer("report")
            .definedBy("org.glyphnet.report..")
            .layer("serving")
            .definedBy("org.glyphnet.serving..")
            .layer("tensorboard")
            .definedBy("org.glyphnet.tensorboard..")
            .layer("saving")
            .definedBy("org.glyphnet.saving..")
            .layer("training")
            .definedBy("org.glyphnet.training..")
            .layer("network")
            .definedBy("org.glyphnet.network..")
            .layer("data")
            .definedBy("org.glyphnet.data..")
            .layer("files")
            .definedBy("org.glyphnet.files..")
            .whereLayer("main")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("cli")
            .mayOnlyBeAccessedByLayers("main")
            .whereLayer("tensorboard")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("cli", "tensorboard")
            .whereLayer("serving")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("saving")
            .mayOnlyBeAccessedByLayers("cli", "serving")
            .whereLayer("training")
            .mayOnlyBeAccessedByLayers("cli", "saving", "report", "tensorboard")
            .whereLayer("network")
            .mayOnlyBeAccessedByLayers(
                "cli", "saving", "training", "serving", "report", "tensorboard")
            .whereLayer("files")
            .mayOnlyBeAccessedByLayers("saving", "training", "report", "serving", "tensorboard");
    rule.check(CLASSES);
  }

  @Test
  void noCycles() {
    ArchRule rule = slices().matching("org.glyphnet.(*)..").should().beFreeOfCycles();
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
            .doNotHaveFullyQualifiedName("org.glyphnet.Main")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);
    rule.check(CLASSES);
  }
}
