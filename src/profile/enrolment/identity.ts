import type { Milliseconds } from '../../common/clock';
import { KNOWN_PERSON_FRACTION, ONE_PERSON_LEAST, ONE_PERSON_FRACTION, REFUSAL } from './constants';
import { directionOf, dot, type Direction } from './similarity';

interface Sample extends Direction {
  readonly t: Milliseconds;
}

/** Whether the faces so far are one person's, and which of them are. */
export interface IdentityCheck {
  readonly total: number;
  /** Times of the embeddings that are the learner's, in order, and of those that are not. */
  readonly own: readonly Milliseconds[];
  readonly foreign: readonly Milliseconds[];
  /** Enough of them are one person's. With few embeddings the doubt is the learner's benefit. */
  readonly consistent: boolean;
  /** Most are not the known learner's; never while a learner is being enrolled. */
  readonly refused: boolean;
}

/**
 * The identity of the face that is being enrolled. Its centre is the known learner's embedding, or
 * else the embedding that most others resemble; who is not like the centre is let go.
 */
export class IdentityCollector {
  readonly #threshold: number;
  readonly #known: Direction | null;
  readonly #samples: Sample[] = [];
  /** For each sample, how many others are like it. */
  readonly #alike: number[] = [];

  /**
   * @param threshold cosine from which two embeddings are one person's
   * @param known the embedding to be matched; null: find the person
   */
  constructor(threshold: number, known: Float32Array | null) {
    this.#threshold = threshold;
    this.#known = known === null ? null : directionOf(known);
  }

  /**
   * False when the embedding says nothing (all zeros, not finite, another length) and was not
   * taken.
   */
  add(t: Milliseconds, embedding: Float32Array): boolean {
    const direction = directionOf(embedding);
    const length = (this.#known ?? this.#samples[0])?.unit.length ?? embedding.length;
    if (direction === null || embedding.length !== length) return false;
    let alike = 0;
    this.#samples.forEach((sample, i) => {
      if (dot(sample.unit, direction.unit) < this.#threshold) return;
      this.#alike[i]! += 1;
      alike += 1;
    });
    this.#samples.push({ t, ...direction });
    this.#alike.push(alike);
    return true;
  }

  get check(): IdentityCheck {
    const total = this.#samples.length;
    const own = this.#own();
    const ownTimes = own.map((sample) => sample.t);
    const isOwn = new Set(ownTimes);
    const fraction = total === 0 ? 1 : own.length / total;
    const needed = this.#known === null ? ONE_PERSON_FRACTION : KNOWN_PERSON_FRACTION;
    const span = total === 0 ? 0 : this.#samples.at(-1)!.t - this.#samples[0]!.t;
    return {
      total,
      own: ownTimes,
      foreign: this.#samples.map((sample) => sample.t).filter((t) => !isOwn.has(t)),
      consistent: total < ONE_PERSON_LEAST || fraction >= needed,
      refused:
        this.#known !== null &&
        total >= REFUSAL.comparisons &&
        span >= REFUSAL.after &&
        fraction < REFUSAL.fraction,
    };
  }

  /** The mean direction of the learner's embeddings, at their mean length; null without any. */
  mean(): Float32Array | null {
    const own = this.#own();
    if (own.length === 0) return null;
    const sum = new Float32Array(own[0]!.unit.length);
    for (const { unit } of own) unit.forEach((value, i) => (sum[i]! += value));
    const direction = directionOf(sum);
    const length = own.reduce((total, sample) => total + sample.length, 0) / own.length;
    return direction?.unit.map((value) => value * length) ?? null;
  }

  #own(): readonly Sample[] {
    const centre = this.#known ?? this.#samples[this.#mostAlike()];
    if (centre === undefined) return [];
    return this.#samples.filter((sample) => dot(sample.unit, centre.unit) >= this.#threshold);
  }

  #mostAlike(): number {
    return this.#alike.reduce((best, alike, i) => (alike > this.#alike[best]! ? i : best), 0);
  }
}
