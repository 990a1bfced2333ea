package org.glyphnet.engine;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * What computes matrix products and convolutions in this process. TensorFlow reads its choice from
 * the environment once, when its natives load, and by itself takes oneDNN only on processors with
 * AVX-512's neural-network instructions; on others its own kernels run a product at half the speed.
 * Immutable.
 *
 * @param kernels whose code it is
 * @param instructions the highest that it uses
 * @param emulated whether bfloat16 was asked for and the processor has no instructions for it
 */
public record Engine(Kernels kernels, InstructionSet instructions, boolean emulated) {
  /** TensorFlow's variable: 1 for oneDNN, 0 for its own kernels. */
  static final String ONEDNN = "TF_ENABLE_ONEDNN_OPTS";

  /** oneDNN's variable: the highest instructions that it may use. */
  static final String LIMIT = "ONEDNN_MAX_CPU_ISA";

  private static final AtomicReference<Engine> PREPARED = new AtomicReference<>();

  /** Whose code computes. */
  public enum Kernels {
    /** Intel's library. */
    ONEDNN("oneDNN"),
    /** TensorFlow's own kernels, on Eigen. */
    TENSORFLOW("TensorFlow's own kernels");

    private final String words;

    Kernels(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /**
   * Chooses for this machine, before TensorFlow's natives load: oneDNN for float32 from AVX2 up,
   * TensorFlow's own kernels for bfloat16 without instructions, which oneDNN would emulate so
   * slowly that training stands still. What the user has set stays. The first call of a process
   * decides; later ones return what it chose.
   *
   * @param bfloat16 whether products are of bfloat16 numbers
   */
  public static Engine prepare(boolean bfloat16) {
    Engine before = PREPARED.get();
    if (before != null) {
      return before;
    }
    Engine chosen =
        choose(
            Processor.ofThisMachine().instructions(),
            bfloat16,
            NativeEnvironment::started,
            NativeEnvironment::set);
    return PREPARED.compareAndSet(null, chosen) ? chosen : PREPARED.get();
  }

  /**
   * The choice.
   *
   * @param environment reads a variable
   * @param set sets one; false when it cannot
   */
  static Engine choose(
      InstructionSet processor,
      boolean bfloat16,
      Function<String, Optional<String>> environment,
      BiPredicate<String, String> set) {
    InstructionSet usable =
        environment
            .apply(LIMIT)
            .flatMap(InstructionSet::limitedTo)
            .filter(processor::includes)
            .orElse(processor);
    boolean emulated = bfloat16 && !usable.includes(InstructionSet.AVX512_BF16);
    // The processor counts here, not what oneDNN may use: TensorFlow asks the processor.
    Kernels byItself =
        processor.includes(InstructionSet.AVX512_VNNI) ? Kernels.ONEDNN : Kernels.TENSORFLOW;
    Kernels wanted;
    if (emulated) {
      wanted = Kernels.TENSORFLOW;
    } else {
      wanted = usable.includes(InstructionSet.AVX2) ? Kernels.ONEDNN : byItself;
    }
    Kernels taken =
        environment
            .apply(ONEDNN)
            .map(value -> isOn(value) ? Kernels.ONEDNN : Kernels.TENSORFLOW)
            .orElseGet(
                () ->
                    wanted == byItself || set.test(ONEDNN, wanted == Kernels.ONEDNN ? "1" : "0")
                        ? wanted
                        : byItself);
    return new Engine(taken, taken == Kernels.ONEDNN ? usable : processor, emulated);
  }

  /**
   * Whether products of bfloat16 numbers would be emulated by oneDNN: where the process was
   * prepared for float32, or its user forced it.
   */
  public boolean emulatesBfloat16() {
    return kernels == Kernels.ONEDNN && !instructions.includes(InstructionSet.AVX512_BF16);
  }

  /** One line on what bfloat16 costs here, where the processor does not have it. */
  public Optional<String> warning() {
    return emulated
        ? Optional.of(
            "bfloat16: there are no instructions for it here, so it is computed by "
                + kernels
                + (kernels == Kernels.ONEDNN
                    ? ", which emulates it and can take a hundred times as long as float32"
                    : ", no faster than float32 and less exact"))
        : Optional.empty();
  }

  /** Such as {@code oneDNN, AVX512_BF16}. */
  @Override
  public String toString() {
    return kernels + ", " + instructions;
  }

  /** As TensorFlow reads a switch. */
  private static boolean isOn(String value) {
    return value.strip().equals("1") || value.strip().equalsIgnoreCase("true");
  }
}
