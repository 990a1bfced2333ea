package org.glyphnet.data.folders;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.glyphnet.data.ImagePreparation;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.Pixels;
import org.glyphnet.files.DurableFiles;

/**
 * The pixels of a folder's pictures: in memory up to 64 MiB, else in a file of the user's cache
 * that is mapped, and found again as long as the pictures and their preparation are the same. The
 * images are the same to the bit either way.
 *
 * @param pixels of all images that could be read
 * @param shape with the channels that they have: grey when every one is grey
 * @param reasons why a file could not be read; null where it could
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record DecodedFolder(Pixels pixels, ImageShape shape, String[] reasons) {
  private static final long MOST_IN_MEMORY = 64L << 20;

  /** What is to be decoded. */
  record Wanted(List<Path> files, List<String> sums, ImagePreparation how, boolean greyIfAllAre) {
    long bytes() {
      return (long) files.size() * how.shape().size();
    }

    /** Channels that the images have in the end. */
    private int channels(boolean colour) {
      return greyIfAllAre && !colour ? 1 : how.shape().channels();
    }
  }

  static DecodedFolder of(Wanted wanted, Path cache) throws IOException {
    return of(wanted, cache, MOST_IN_MEMORY);
  }

  static DecodedFolder of(Wanted wanted, Path cache, long mostInMemory) throws IOException {
    return wanted.bytes() <= mostInMemory ? inMemory(wanted) : inFile(wanted, cache);
  }

  private static DecodedFolder inMemory(Wanted wanted) throws IOException {
    DecodedPixels.Heap heap = new DecodedPixels.Heap(new byte[(int) wanted.bytes()]);
    PictureDecoder.Outcome outcome = PictureDecoder.decode(wanted.files(), wanted.how(), heap);
    ImageShape shape = shape(wanted, outcome.colour());
    long size = compact(wanted, outcome, heap);
    return new DecodedFolder(
        Pixels.of(Arrays.copyOf(heap.all(), (int) size)), shape, outcome.reasons());
  }

  private static DecodedFolder inFile(Wanted wanted, Path folder) throws IOException {
    PixelCache cache = new PixelCache(folder, wanted.how().shape());
    List<String> described = described(wanted, new String[wanted.files().size()]);
    PixelCache.Hit hit = cache.find(described, wanted.files().size());
    if (hit != null) {
      return new DecodedFolder(hit.pixels(), hit.shape(), new String[wanted.files().size()]);
    }
    Files.createDirectories(folder);
    Path beside = folder.resolve(".pixels." + UUID.randomUUID());
    try {
      PictureDecoder.Outcome outcome;
      ImageShape shape;
      try (FileChannel channel =
          FileChannel.open(
              beside,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE)) {
        DecodedPixels file = new DecodedPixels.InFile(channel);
        outcome = PictureDecoder.decode(wanted.files(), wanted.how(), file);
        shape = shape(wanted, outcome.colour());
        channel.truncate(compact(wanted, outcome, file));
      }
      Pixels pixels = cache.keep(beside, described(wanted, outcome.reasons()), shape);
      return new DecodedFolder(pixels, shape, outcome.reasons());
    } catch (IOException e) {
      throw DurableFiles.named(beside, e);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static ImageShape shape(Wanted wanted, boolean colour) {
    ImageShape shape = wanted.how().shape();
    return new ImageShape(shape.height(), shape.width(), wanted.channels(colour));
  }

  /** Everything that the pixels depend on. */
  private static List<String> described(Wanted wanted, String[] reasons) {
    List<String> described = new ArrayList<>();
    described.add(wanted.how().toText() + "grey-if-all-are: " + wanted.greyIfAllAre());
    for (int i = 0; i < reasons.length; i++) {
      if (reasons[i] == null) {
        described.add(wanted.sums().get(i));
      }
    }
    return described;
  }

  /**
   * Takes out what could not be read, and makes three equal channels one where all images are grey.
   *
   * @return samples that are left, from the start on
   */
  private static long compact(Wanted wanted, PictureDecoder.Outcome outcome, DecodedPixels decoded)
      throws IOException {
    int size = wanted.how().shape().size();
    boolean grey = wanted.channels(outcome.colour()) < wanted.how().shape().channels();
    if (!grey && Arrays.stream(outcome.reasons()).allMatch(Objects::isNull)) {
      return wanted.bytes();
    }
    byte[] image = new byte[size];
    long at = 0;
    for (int i = 0; i < outcome.reasons().length; i++) {
      if (outcome.reasons()[i] == null) {
        decoded.get((long) i * size, image);
        byte[] kept = grey ? first(image) : image;
        decoded.put(at, kept);
        at += kept.length;
      }
    }
    return at;
  }

  /** The first of three channels. */
  private static byte[] first(byte[] image) {
    byte[] grey = new byte[image.length / 3];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = image[3 * i];
    }
    return grey;
  }
}
