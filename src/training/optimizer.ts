/**
 * SGD and Adam over named weights, with the L2 term that PyTorch's `weight_decay` adds to the
 * gradient. tfjs-core has both too, but without weight decay, without learning rates by group, and
 * with a state that cannot be taken out under the weights' names and put back for a bit-equal
 * continuation.
 */
import { add, div, mul, sqrt, square, sub, tidy, zerosLike, type Tensor } from '@tensorflow/tfjs-core';
import type { OptimizerSettings } from './recipe';

/** Tensors kept from step to step: `slots.get('momentum')?.get(weight name)`. */
export type Slots = ReadonlyMap<string, ReadonlyMap<string, Tensor>>;

export interface WeightUpdate {
  readonly weight: Tensor;
  readonly gradient: Tensor;
  readonly learningRate: number;
}

const SLOT_NAMES = { sgd: ['momentum'], adam: ['mean', 'square'] } as const;

export class Optimizer {
  readonly #settings: OptimizerSettings;
  readonly #weightDecay: number;
  readonly #slots = new Map<string, Map<string, Tensor>>();
  #steps = 0;

  constructor(settings: OptimizerSettings, weightDecay: number) {
    this.#settings = settings;
    this.#weightDecay = weightDecay;
    for (const slot of slotNames(settings)) this.#slots.set(slot, new Map());
  }

  /** Steps taken; Adam's bias correction depends on it. */
  get steps(): number {
    return this.#steps;
  }

  /** The optimizer's own tensors; look, do not dispose. */
  get slots(): Slots {
    return this.#slots;
  }

  /** Puts a saved state back; takes the tensors over. */
  restore(steps: number, slots: Slots): void {
    this.dispose();
    this.#steps = steps;
    for (const [slot, tensors] of slots) {
      for (const [name, tensor] of tensors) this.#slots.get(slot)?.set(name, tensor);
    }
  }

  /**
   * The weights after one step, new tensors of the caller's; the old weights and the gradients stay
   * the caller's.
   */
  step(updates: ReadonlyMap<string, WeightUpdate>): Map<string, Tensor> {
    this.#steps += 1;
    const next = new Map<string, Tensor>();
    for (const [name, update] of updates) next.set(name, this.#next(name, update));
    return next;
  }

  dispose(): void {
    for (const tensors of this.#slots.values()) {
      for (const tensor of tensors.values()) tensor.dispose();
      tensors.clear();
    }
  }

  #next(name: string, { weight, gradient, learningRate }: WeightUpdate): Tensor {
    const decayed = (): Tensor =>
      this.#weightDecay === 0 ? gradient : add(gradient, mul(weight, this.#weightDecay));
    const settings = this.#settings;
    if (settings.kind === 'sgd') {
      if (settings.momentum === 0) return tidy(() => sub(weight, mul(decayed(), learningRate)));
      const momentum = this.#renew('momentum', name, weight, (old) =>
        add(mul(old, settings.momentum), decayed()),
      );
      return tidy(() => sub(weight, mul(momentum, learningRate)));
    }
    const { beta1, beta2, epsilon } = settings;
    const mean = this.#renew('mean', name, weight, (old) => add(mul(old, beta1), mul(decayed(), 1 - beta1)));
    const square_ = this.#renew('square', name, weight, (old) =>
      add(mul(old, beta2), mul(square(decayed()), 1 - beta2)),
    );
    // Kingma and Ba (2015), algorithm 1, in PyTorch's order of operations.
    const rate = learningRate / (1 - beta1 ** this.#steps);
    const correction = Math.sqrt(1 - beta2 ** this.#steps);
    return tidy(() => sub(weight, mul(div(mean, add(div(sqrt(square_), correction), epsilon)), rate)));
  }

  #renew(slot: string, name: string, weight: Tensor, next: (old: Tensor) => Tensor): Tensor {
    const tensors = this.#slots.get(slot)!;
    const old = tensors.get(name);
    const renewed = tidy(() => next(old ?? zerosLike(weight)));
    old?.dispose();
    tensors.set(name, renewed);
    return renewed;
  }
}

/** Names of the tensors that an optimizer keeps for every weight. */
export function slotNames(settings: OptimizerSettings): readonly string[] {
  return settings.kind === 'sgd' && settings.momentum === 0 ? [] : SLOT_NAMES[settings.kind];
}
