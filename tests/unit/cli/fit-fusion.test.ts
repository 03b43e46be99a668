import { describe, expect, it } from 'vitest';
import { fitFusionWeights } from '../../../src/cli/fit-fusion/fit';
import type { Prediction } from '../../../src/cli/predict/predictions';
import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../../../src/common/classes';
import { readFusionWeights } from '../../../src/wakefulness';

const face = (subject: string, label: WakefulnessClass, i = 0): Prediction => {
  const at = WAKEFULNESS_CLASSES.indexOf(label);
  const ear = 0.1 + 0.1 * at + 0.003 * i;
  return {
    row: {
      subject,
      session: 's',
      time: null,
      label,
      file: `${subject}/${label}-${i}.png`,
      source: '',
      ear_left: ear,
      ear_right: ear,
      mar: 0.01 * i,
      pitch: i,
      yaw: -i,
      roll: 0,
    },
    probabilities: WAKEFULNESS_CLASSES.map((_, other) => (other === at ? 0.8 : 0.1)),
  };
};
const person = (subject: string, labels: readonly WakefulnessClass[] = WAKEFULNESS_CLASSES): Prediction[] =>
  labels.flatMap((label) => [0, 1, 2].map((i) => face(subject, label, i)));

const fit = (predictions: readonly Prediction[]) =>
  fitFusionWeights(predictions, { l2: 3, seed: 1 }, 'a test', () => undefined);

describe('the fit of the fusion', () => {
  it('gives weights that the monitor takes', () => {
    const { weights, methods } = fit(['a', 'b', 'c'].flatMap((subject) => person(subject)));
    expect(readFusionWeights(JSON.parse(JSON.stringify(weights)))).toEqual(weights);
    expect(methods.map(({ name }) => name)).toEqual(['eyes and network', 'eyes', 'network']);
  });

  it.each<[string, readonly Prediction[], string]>([
    ['of one person', person('a'), '1 person is asleep'],
    [
      'without a face that is awake',
      ['a', 'b'].flatMap((s) => person(s, ['asleep', 'drowsy'])),
      '0 people are awake',
    ],
    [
      'of which one person alone is drowsy',
      [...person('a'), ...person('b', ['asleep', 'awake'])],
      '1 person is drowsy',
    ],
  ])('is refused on faces %s', (_, predictions, why) => {
    expect(() => fit(predictions)).toThrow(
      expect.objectContaining({
        code: 'fusion-too-little',
        message: expect.stringContaining(why) as string,
      }),
    );
  });
});
