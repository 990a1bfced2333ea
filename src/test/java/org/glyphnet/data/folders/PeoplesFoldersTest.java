package org.glyphnet.data.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImagePreparation;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.OwnParts;
import org.glyphnet.data.Split;
import org.glyphnet.data.pictures.Pictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Folders as people have them. */
class PeoplesFoldersTest {
  @TempDir Path folder;
  private final List<String> told = new ArrayList<>();
  private FolderSettings settings = FolderSettings.usual(Path.of("never-used"));

  @Test
  void trainValAndTestAreTheDataSetsOwnParts() throws IOException {
    for (String part : new String[] {"test", "train", "val"}) {
      picture(part + "/a/1.png", 10);
      picture(part + "/b/1.png", 20);
    }
    picture("train/b/2.png", 30);

    ImageDataset dataset = read();

    assertThat(dataset.classNames()).containsExactly("a", "b");
    assertThat(dataset.parts()).contains(new OwnParts(3, 2));
    Split split = Split.canonical(dataset);
    assertThat(names(dataset, split.train()))
        .containsExactly("train/a/1.png", "train/b/1.png", "train/b/2.png");
    assertThat(names(dataset, split.validation())).containsExactly("val/a/1.png", "val/b/1.png");
    assertThat(names(dataset, split.test())).containsExactly("test/a/1.png", "test/b/1.png");
    assertThat(told).isEmpty();
  }

  @Test
  void withoutATestPartThatForValidationIsIt() throws IOException {
    picture("train/a/1.png", 10);
    picture("train/b/1.png", 10);
    picture("train/b/2.png", 10);
    picture("Validation/a/1.png", 10);

    ImageDataset dataset = read();

    assertThat(dataset.parts()).contains(new OwnParts(3, 0));
    assertThat(names(dataset, Split.canonical(dataset).test()))
        .containsExactly("Validation/a/1.png");
    assertThat(told).containsExactly("Classes without test images: b");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "making links takes rights there")
  void linksToAFolderAboveAreLeftOutAndTold() throws IOException {
    picture("a/1.png", 10);
    picture("b/1.png", 10);
    picture("b/2.png", 10);
    Files.createSymbolicLink(folder.resolve("a/up"), Path.of(".."));
    Files.createSymbolicLink(folder.resolve("all"), Path.of("."));

    ImageDataset dataset = read();

    assertThat(dataset.count()).isEqualTo(3);
    assertThat(dataset.classNames()).containsExactly("a", "b");
    assertThat(told).contains("Left out 2 entries (all, up): links to a folder that they are in");
  }

  @Test
  void aClassMayBeCalledTrain() throws IOException {
    picture("bus/1.png", 10);
    picture("train/1.png", 10);

    assertThat(read().classNames()).containsExactly("bus", "train");
    assertThat(read().parts()).isEmpty();
  }

  @Test
  void partsWithoutClassFoldersAreRefusedWithWhatToDo() throws IOException {
    picture("train/cat.1.png", 10);
    picture("test1/2.png", 10);

    assertThatThrownBy(this::read)
        .isInstanceOf(DataException.class)
        .hasMessage(
            folder.resolve("test1")
                + ": its images lie in no sub-folders; put those of each class into a sub-folder"
                + " with the class's name");
  }

  @Test
  void anArchivesOuterFolderIsLookedThrough() throws IOException {
    picture("archive/a/1.png", 10);
    picture("archive/b/1.png", 10);
    Files.createDirectories(folder.resolve("__MACOSX/archive"));

    assertThat(read().classNames()).containsExactly("a", "b");
    assertThat(told)
        .containsExactly(
            "The classes are in " + folder.resolve("archive"),
            "Left out 1 entry (__MACOSX): hidden, or a system's own",
            "Classes with one image only: a, b");
  }

  @Test
  void junkEmptyClassesAndOtherFilesAreToldAndLeftOut() throws IOException {
    picture("a/1.png", 10);
    picture("a/deep/er/2.png", 10);
    picture("b/1.png", 10);
    Files.createDirectories(folder.resolve("__MACOSX/a"));
    Files.createDirectories(folder.resolve("empty"));
    Files.createDirectories(folder.resolve("notes-only"));
    for (String file :
        new String[] {
          "a/._1.png", "a/Thumbs.db", "b/.DS_Store", "b/notes.txt", "notes-only/x.md"
        }) {
      Files.writeString(folder.resolve(file), "x");
    }

    ImageDataset dataset = read();

    assertThat(dataset.classNames()).containsExactly("a", "b");
    assertThat(dataset.imageName(1)).isEqualTo("a/deep/er/2.png");
    assertThat(told)
        .containsExactly(
            "Left out 4 entries (.DS_Store, ._1.png, Thumbs.db, ...): hidden, or a system's own",
            "Left out 2 entries (notes.txt, x.md): not pictures by their names",
            "Left out classes without images: empty, notes-only",
            "Classes with one image only: b");
  }

  @Test
  void unreadableFilesAreRefusedWithTheFirstAndTheNumberOrLeftOutByName() throws IOException {
    picture("a/1.png", 10);
    picture("a/2.png", 20);
    picture("b/1.png", 30);
    Path text = folder.resolve("a/0.png");
    Files.writeString(text, "not a picture");
    byte[] whole = Pictures.jpeg(Pictures.blocks(64, 64), false);
    Path half = folder.resolve("b/2.jpg");
    Files.write(half, java.util.Arrays.copyOf(whole, whole.length * 2 / 3));

    assertThatThrownBy(this::read)
        .hasMessageStartingWith(text + ": not an image")
        .hasMessageEndingWith("; with it, 2 of 5 images cannot be read");

    settings =
        new FolderSettings(
            Optional.empty(),
            Optional.empty(),
            ImagePreparation.Fit.CROP,
            true,
            OptionalInt.empty(),
            folder);
    told.clear();
    ImageDataset dataset = read();

    assertThat(names(dataset, IntStream.range(0, dataset.count()).toArray()))
        .containsExactly("a/1.png", "a/2.png", "b/1.png");
    assertThat(dataset.pixel(2, 0, 0, 0)).isEqualTo(30);
    assertThat(told).contains("Left out: 2 of 5 images cannot be read");
    assertThat(told).anySatisfy(line -> assertThat(line).startsWith("  " + half + ": damaged"));
  }

  @Test
  void aWebpIsReadByThePlugInOrRefusedWithItsName() throws IOException {
    picture("a/1.png", 10);
    picture("b/1.png", 10);
    // A WebP header and nothing behind it: no decoder makes a picture of it.
    Files.write(
        folder.resolve("b/2.webp"),
        java.util.HexFormat.of()
            .parseHex("5249464600000000574542505650384c000000002fe7c31300000000"));

    assertThatThrownBy(this::read)
        .isInstanceOf(DataException.class)
        .message()
        .startsWith(folder.resolve("b/2.webp").toString())
        .contains("1 of 3 images cannot be read");
  }

  @Test
  void exifOrientationCountsForSizesAndPixels() throws IOException {
    byte[] wide = Pictures.jpeg(Pictures.blocks(8, 16), false);
    write("a/1.jpg", Pictures.withOrientation(wide, 6, true));
    write("b/1.jpg", Pictures.withOrientation(wide, 6, true));

    assertThat(read().shape()).isEqualTo(new ImageShape(16, 8, 1));
  }

  @Test
  void soManyImagesAreDrawnFromAllClassesAndParts() throws IOException {
    for (int i = 0; i < 30; i++) {
      picture("train/a/" + (10 + i) + ".png", i);
      picture("train/b/" + (10 + i) + ".png", i);
      picture("test/" + (i < 15 ? "a/" : "b/") + (10 + i) + ".png", i);
    }
    settings = settings.withImages(OptionalInt.of(6));

    ImageDataset dataset = read();

    assertThat(names(dataset, IntStream.range(0, 6).toArray()))
        .containsExactly(
            "train/a/10.png", "train/a/25.png",
            "train/b/10.png", "train/b/25.png",
            "test/a/10.png", "test/b/25.png");
    assertThat(dataset.parts()).contains(new OwnParts(4, 0));
  }

  @Test
  void aModelsWayIsFollowedInSizeAndColour() throws IOException {
    write("a/1.png", Pictures.png(Pictures.argb(1, 2, 0xffff0000, 0xffff0000)));
    settings = settings.as(ImagePreparation.resize(new ImageShape(4, 6, 1)));

    ImageDataset dataset = read();

    assertThat(dataset.shape()).isEqualTo(new ImageShape(4, 6, 1));
    assertThat(dataset.pixel(0, 2, 3, 0)).isEqualTo(76);
    assertThat(dataset.preparation()).contains(settings.model().orElseThrow());
  }

  @Test
  void theSizeThatIsAskedForIsTaken() throws IOException {
    picture("a/1.png", 10);
    picture("b/1.png", 20);
    settings =
        new FolderSettings(
            Optional.empty(),
            Optional.of(FolderSettings.Size.parse("8x12")),
            ImagePreparation.Fit.LETTERBOX,
            false,
            OptionalInt.empty(),
            folder);

    ImageDataset dataset = read();

    assertThat(dataset.shape()).isEqualTo(new ImageShape(8, 12, 1));
    assertThat(dataset.preparation().orElseThrow().fit()).isEqualTo(ImagePreparation.Fit.LETTERBOX);
  }

  @Test
  void thePolarityOfInkIsRecorded() throws IOException {
    write("a/1.png", Pictures.png(Pictures.grey(3, 3, 250, 250, 250, 250, 0, 250, 250, 250, 250)));
    write("b/1.png", Pictures.png(Pictures.grey(3, 3, 240, 240, 240, 240, 9, 240, 240, 240, 240)));

    assertThat(read().preparation().orElseThrow().polarity())
        .isEqualTo(ImagePreparation.Polarity.DARK_ON_LIGHT);
    write("b/2.png", Pictures.png(Pictures.grey(3, 3, 1, 1, 1, 1, 200, 1, 1, 1, 1)));
    assertThat(read().preparation().orElseThrow().polarity())
        .isEqualTo(ImagePreparation.Polarity.MIXED);
  }

  @Test
  void namesWithAccentsAreReadInThePosixLocale() throws Exception {
    picture("blau/1.png", 10);
    picture("grün/ä.png", 10);
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ClassNames.class.getName(),
                folder.toString())
            .redirectErrorStream(true);
    builder.environment().put("LC_ALL", "POSIX");
    Process process = builder.start();

    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("blau,gr\\u00fcn gr\\u00fcn/\\u00e4.png");
  }

  private ImageDataset read() throws IOException {
    return ImageFolder.read(folder, settings, told::add);
  }

  private static List<String> names(ImageDataset dataset, int[] images) {
    return IntStream.of(images).mapToObj(dataset::imageName).toList();
  }

  private void picture(String name, int value) throws IOException {
    write(name, Pictures.png(Pictures.grey(2, 2, value, value, value, value)));
  }

  private void write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
