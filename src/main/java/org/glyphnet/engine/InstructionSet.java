package org.glyphnet.engine;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The vector instructions that decide how fast a matrix product is, from few to many. */
public enum InstructionSet {
  /** Not x86, or a system that does not tell. */
  UNKNOWN("", ""),
  /** Nothing of the below. */
  SSE("sse2", "SSE41 AVX"),
  /** 256 bits. */
  AVX2("avx2 fma", "AVX2 AVX2_VNNI AVX2_VNNI_2"),
  /** 512 bits. */
  AVX512("avx512f avx512bw avx512dq avx512vl", "AVX512_CORE"),
  /** And products of bytes; TensorFlow switches oneDNN on by itself from here. */
  AVX512_VNNI("avx512_vnni", "AVX512_CORE_VNNI"),
  /** And products of bfloat16 numbers. */
  AVX512_BF16("avx512_bf16", "AVX512_CORE_BF16 AVX512_CORE_FP16"),
  /** And products of tiles of them. */
  AMX("amx_tile amx_bf16", "AVX512_CORE_AMX AVX512_CORE_AMX_FP16");

  /** Linux's flags, with spaces between them. */
  private final String flags;

  /** What {@code ONEDNN_MAX_CPU_ISA} calls it, with spaces between the names. */
  private final String limits;

  InstructionSet(String flags, String limits) {
    this.flags = flags;
    this.limits = limits;
  }

  /** The highest one that a processor with these flags of Linux has all of. */
  static InstructionSet of(Set<String> processor) {
    InstructionSet found = UNKNOWN;
    for (InstructionSet next : values()) {
      if (next != UNKNOWN) {
        if (!processor.containsAll(words(next.flags))) {
          return found;
        }
        found = next;
      }
    }
    return found;
  }

  /**
   * The one that oneDNN is held down to by its variable's value; empty for a value that is none.
   */
  static Optional<InstructionSet> limitedTo(String value) {
    String plain = value.strip().toUpperCase(Locale.ROOT);
    for (InstructionSet one : values()) {
      if (words(one.limits).contains(plain)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /** Whether this has everything that the other has. */
  boolean includes(InstructionSet other) {
    return compareTo(other) >= 0;
  }

  private static List<String> words(String text) {
    return List.of(text.split(" ", -1));
  }
}
