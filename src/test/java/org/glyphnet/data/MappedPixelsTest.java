package org.glyphnet.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedPixelsTest {
  @Test
  void aDataSetInAFileIsTheOneInMemoryAcrossMappingsBorders(@TempDir Path folder)
      throws IOException {
    ImageShape shape = new ImageShape(3, 5, 2);
    byte[] samples = IdxBytes.noise(7 * shape.size(), 3);
    Path file = Files.write(folder.resolve("pixels"), samples);
    int[] labels = new int[7];
    List<String> names = List.of("a");
    ImageDataset inMemory =
        new ImageDataset("x", shape, samples, labels, names, OptionalInt.empty());
    // Mappings of 32 bytes: images of 30 lie across their borders.
    ImageDataset inFile =
        new ImageDataset("x", shape, MappedPixels.map(file, samples.length, 32), labels, names);

    assertThat(inFile.sha256()).isEqualTo(inMemory.sha256());
    for (int i = 0; i < 7; i++) {
      float[] expected = new float[shape.size()];
      float[] found = new float[shape.size()];
      inMemory.copyScaled(i, expected, 0);
      inFile.copyScaled(i, found, 0);
      assertThat(found).isEqualTo(expected);
      assertThat(inFile.imageBytes(i)).isEqualTo(inMemory.imageBytes(i));
      assertThat(inFile.pixel(i, 2, 4, 1)).isEqualTo(inMemory.pixel(i, 2, 4, 1));
    }
  }
}
