package org.glyphnet.data.pictures;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.glyphnet.Internal;
import org.glyphnet.data.DataException;

/**
 * The time that decoding one picture may take. It is looked at whenever the decoder reads and
 * whenever it has finished rows, so that what takes too long stops in the middle; nothing waits for
 * it, and no thread is needed.
 */
@Internal
public final class DecodingDeadline {
  /** For the user's own files: as long as it takes. */
  public static final DecodingDeadline NONE = new DecodingDeadline(null, 0);

  private final Duration limit;
  private final long end;

  private DecodingDeadline(Duration limit, long end) {
    this.limit = limit;
    this.end = end;
  }

  /** Counts from now. */
  public static DecodingDeadline in(Duration limit) {
    return new DecodingDeadline(limit, System.nanoTime() + limit.toNanos());
  }

  /**
   * Looks at the time.
   *
   * @param name what an error calls the picture
   * @throws DataException when it is over
   */
  public void check(String name) {
    if (isOver()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: decoding it takes longer than the %s seconds that it may; it can be made smaller",
              name,
              limit.toMillis() / 1000.0));
    }
  }

  /** A picture's bytes, for a decoder that stops in time. */
  ImageInputStream input(byte[] content) {
    // Not ImageIO.createImageInputStream, which keeps a copy of the bytes in a temporary file.
    ByteArrayInputStream bytes = new ByteArrayInputStream(content);
    return limit == null ? new MemoryCacheImageInputStream(bytes) : new Bytes(bytes);
  }

  /** Has a decoder stop between rows. */
  void guard(ImageReader reader) {
    if (limit != null) {
      reader.addIIOReadProgressListener(new Rows());
    }
  }

  private boolean isOver() {
    return limit != null && System.nanoTime() - end > 0;
  }

  /** Read in small steps: all passes over a large picture can be in a few hundred bytes. */
  private final class Bytes extends MemoryCacheImageInputStream {
    private static final int STEP = 256;

    Bytes(ByteArrayInputStream content) {
      super(content);
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      if (isOver()) {
        throw new IOException("out of time");
      }
      return super.read(to, from, Math.min(length, STEP));
    }
  }

  private final class Rows implements IIOReadProgressListener {
    @Override
    public void imageProgress(ImageReader source, float percentageDone) {
      if (isOver()) {
        source.abort();
      }
    }

    @Override
    public void imageStarted(ImageReader source, int imageIndex) {}

    @Override
    public void imageComplete(ImageReader source) {}

    @Override
    public void readAborted(ImageReader source) {}

    @Override
    public void sequenceStarted(ImageReader source, int minIndex) {}

    @Override
    public void sequenceComplete(ImageReader source) {}

    @Override
    public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageReader source, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageReader source) {}
  }
}
