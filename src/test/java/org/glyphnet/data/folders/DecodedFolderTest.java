package org.glyphnet.data.folders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.glyphnet.data.ImagePreparation;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.Pixels;
import org.glyphnet.data.pictures.Pictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodedFolderTest {
  private static final ImagePreparation HOW = ImagePreparation.resize(new ImageShape(8, 8, 3));

  @TempDir Path folder;

  @Test
  void pixelsInAFileAreThoseInMemoryToTheBit() throws IOException {
    for (boolean colour : new boolean[] {false, true}) {
      DecodedFolder.Wanted wanted = wanted(5, colour);

      DecodedFolder inMemory = DecodedFolder.of(wanted, cache(), Long.MAX_VALUE);
      DecodedFolder inFile = DecodedFolder.of(wanted, cache(), 1);

      assertThat(inFile.shape()).isEqualTo(inMemory.shape());
      assertThat(inFile.shape().channels()).isEqualTo(colour ? 3 : 1);
      assertThat(bytes(inFile.pixels())).isEqualTo(bytes(inMemory.pixels()));
    }
  }

  @Test
  void theFileIsFoundAgainWhileThePicturesAreTheSame() throws IOException {
    DecodedFolder.Wanted wanted = wanted(3, true);
    byte[] first = bytes(DecodedFolder.of(wanted, cache(), 1).pixels());
    // Were they decoded again, there would be other pixels.
    for (Path file : wanted.files()) {
      Files.write(file, Pictures.png(Pictures.blocks(8, 8)));
    }

    assertThat(bytes(DecodedFolder.of(wanted, cache(), 1).pixels())).isEqualTo(first);
    assertThat(files()).hasSize(1);
    DecodedFolder.Wanted changed =
        new DecodedFolder.Wanted(wanted.files(), List.of("x", "y", "z"), HOW, true);
    assertThat(bytes(DecodedFolder.of(changed, cache(), 1).pixels())).isNotEqualTo(first);
    assertThat(files()).hasSize(2);
  }

  @Test
  void aDamagedFileIsMadeAgain() throws IOException {
    DecodedFolder.Wanted wanted = wanted(3, true);
    byte[] first = bytes(DecodedFolder.of(wanted, cache(), 1).pixels());
    byte[] content = Files.readAllBytes(files().get(0));
    content[7]++;
    Files.write(files().get(0), content);

    assertThat(bytes(DecodedFolder.of(wanted, cache(), 1).pixels())).isEqualTo(first);
    Files.write(files().get(0), java.util.Arrays.copyOf(content, 40));
    assertThat(bytes(DecodedFolder.of(wanted, cache(), 1).pixels())).isEqualTo(first);
  }

  @Test
  void whatCannotBeReadIsTakenOutInFilesToo() throws IOException {
    DecodedFolder.Wanted wanted = wanted(4, true);
    Files.writeString(wanted.files().get(1), "no picture");

    DecodedFolder inFile = DecodedFolder.of(wanted, cache(), 1);

    assertThat(inFile.reasons()[1]).contains("not an image");
    assertThat(inFile.pixels().size()).isEqualTo(3 * 8 * 8 * 3);
    assertThat(bytes(inFile.pixels()))
        .isEqualTo(bytes(DecodedFolder.of(wanted, cache(), Long.MAX_VALUE).pixels()));
  }

  @Test
  void fourFilesAreKeptAndNothingElseIsLeftBehind() throws IOException {
    for (int i = 0; i < 6; i++) {
      DecodedFolder.Wanted wanted = wanted(2, false);
      DecodedFolder.of(
          new DecodedFolder.Wanted(wanted.files(), List.of("a" + i, "b"), HOW, true), cache(), 1);
    }

    assertThat(files()).hasSize(4);
    try (Stream<Path> all = Files.list(cache())) {
      assertThat(all).hasSize(4);
    }
  }

  private DecodedFolder.Wanted wanted(int count, boolean colour) throws IOException {
    List<Path> files = new ArrayList<>();
    List<String> sums = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int pixel = 0xff000000 | (colour ? 0x030201 : 0x010101) * (i + 1);
      Path file = folder.resolve(i + ".png");
      Files.write(file, Pictures.png(Pictures.argb(1, 1, pixel)));
      files.add(file);
      sums.add(colour + "sum" + i);
    }
    return new DecodedFolder.Wanted(files, sums, HOW, true);
  }

  private Path cache() {
    return folder.resolve("cache");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(cache())) {
      return all.filter(path -> path.toString().endsWith(".pixels")).toList();
    }
  }

  private static byte[] bytes(Pixels pixels) {
    byte[] bytes = new byte[(int) pixels.size()];
    pixels.copy(0, bytes, 0, bytes.length);
    return bytes;
  }
}
