import type { Interval } from '../../evaluation/bootstrap';
import { figure, LINE_COLOURS } from './figure';

interface Difference {
  readonly second: string;
  readonly difference: Interval;
  readonly people: readonly { readonly subject: string; readonly difference: number }[];
}

/** Of each person, and of all with its interval: how much better the second method is. */
export function differencesFigure(comparisons: readonly Difference[]): Promise<string> {
  const x = { field: 'x', type: 'quantitative', title: 'macro-F1, difference to the first' } as const;
  const y = { field: 'name', type: 'nominal', sort: null, title: null, axis: { labelLimit: 400 } } as const;
  const whole = comparisons.map(({ second, difference: { estimate, low, high } }) => ({
    name: second,
    x: estimate,
    low: Number.isNaN(low) ? estimate : low,
    high: Number.isNaN(high) ? estimate : high,
  }));
  return figure(
    'Difference of each person (circles) and of all, with its 95 % interval',
    whole.map(({ name, x: estimate }) => `${name}: ${estimate.toFixed(3)}.`).join(' '),
    {
      width: 420,
      height: { step: 48 },
      layer: [
        { data: { values: [{ x: 0 }] }, mark: { type: 'rule', strokeDash: [4, 4] }, encoding: { x } },
        {
          data: {
            values: comparisons.flatMap(({ second, people }) =>
              people.map((person) => ({ name: second, x: person.difference })),
            ),
          },
          mark: { type: 'circle', opacity: 0.5, color: LINE_COLOURS[0] },
          encoding: { x, y },
        },
        {
          data: { values: whole },
          mark: { type: 'rule', strokeWidth: 3, color: LINE_COLOURS[1] },
          encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y },
        },
        {
          data: { values: whole },
          mark: { type: 'point', filled: true, size: 90, color: LINE_COLOURS[1] },
          encoding: { x, y },
        },
      ],
    },
  );
}
