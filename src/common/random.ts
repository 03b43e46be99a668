/**
 * Seeded random numbers, so that every run, pair and dropout mask can be repeated.
 *
 * The generator is xoshiro128** 1.1 (Blackman and Vigna, public domain,
 * https://prng.di.unimi.it/xoshiro128starstar.c), its four words filled by splitmix32 (the 32-bit
 * variant of Vigna's splitmix64 with MurmurHash3's finaliser). It was chosen because it runs on
 * 32-bit integer arithmetic, which is exact in JavaScript.
 */

const TWO_POW_32 = 2 ** 32;
const TWO_POW_53 = 2 ** 53;

/** Weyl increment of splitmix32: 2^32 divided by the golden ratio, made odd. */
const GOLDEN_GAMMA = 0x9e3779b9;

const rotateLeft = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

function splitmix32(seed: number): () => number {
  let position = seed;
  return () => {
    position = (position + GOLDEN_GAMMA) | 0;
    let z = position;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
}

export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** From a state of four unsigned 32-bit integers, not all zero; see `Random.seeded`. */
  constructor(...state: readonly [number, number, number, number]) {
    [this.#a, this.#b, this.#c, this.#d] = state;
  }

  /**
   * A generator for `seed` (an integer, 0 … 2^53 − 1). Further integers in `path` give independent
   * streams of the same seed, for instance one per purpose and epoch, so that a stream can be found
   * again without replaying others.
   * @throws RangeError for a seed or path that is not such an integer.
   */
  static seeded(seed: number, ...path: readonly number[]): Random {
    let hash = 0;
    for (const value of [seed, ...path]) {
      if (!Number.isSafeInteger(value) || value < 0) {
        throw new RangeError(`A seed is an integer from 0 to 2^53 − 1, not ${value}.`);
      }
      for (const half of [value % TWO_POW_32, Math.floor(value / TWO_POW_32)]) {
        hash = splitmix32(hash ^ half)();
      }
    }
    const word = splitmix32(hash);
    return new Random(word(), word(), word(), word());
  }

  /** The next unsigned 32-bit integer. */
  uint32(): number {
    const result = Math.imul(rotateLeft(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = rotateLeft(this.#d, 11);
    return result;
  }

  /** Uniform in [0, 1), with 53 random bits. */
  uniform(): number {
    const high = this.uint32() >>> 5; // 27 bits
    const low = this.uint32() >>> 6; // 26 bits
    return (high * 2 ** 26 + low) / TWO_POW_53;
  }

  /** Uniform in (0, 1]: safe for a logarithm. */
  positiveUniform(): number {
    return 1 - this.uniform();
  }

  /**
   * A uniform integer in [0, bound), without bias: words beyond the last whole multiple of `bound`
   * are drawn again.
   * @throws RangeError unless 1 ≤ bound ≤ 2^32.
   */
  integer(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > TWO_POW_32) {
      throw new RangeError(`The bound of a random integer lies in 1 … 2^32, not ${bound}.`);
    }
    const limit = TWO_POW_32 - (TWO_POW_32 % bound);
    for (;;) {
      const word = this.uint32();
      if (word < limit) return word % bound;
    }
  }

  /**
   * Standard normal by Box and Muller (1958); the second value is dropped so that the state stays
   * four words.
   */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(this.positiveUniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** A shuffled copy (Fisher and Yates, as Durstenfeld wrote it). */
  shuffled<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let last = result.length - 1; last > 0; last--) {
      const chosen = this.integer(last + 1);
      [result[last], result[chosen]] = [result[chosen]!, result[last]!];
    }
    return result;
  }

  /** One of `items`. @throws RangeError when there are none. */
  pick<T>(items: readonly T[]): T {
    return items[this.integer(items.length)]!;
  }
}
