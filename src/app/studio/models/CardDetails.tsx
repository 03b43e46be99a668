import * as v from 'valibot';
import { models as text } from '../train/strings';

/** What is shown of a checkpoint's card. */
const cardSchema = v.object({
  backbone: v.string(),
  fromStage: v.string(),
  training: v.object({ data: v.string(), samples: v.nullable(v.number()), seed: v.number() }),
  limits: v.string(),
});

const parsed = v.pipe(v.string(), v.parseJson(), cardSchema);

/** What a model says of itself. */
export function CardDetails({ card }: { readonly card: string }) {
  const read = v.safeParse(parsed, card);
  if (!read.success) return <p className="hint">{text.damagedCard}</p>;
  const { backbone, fromStage, training, limits } = read.output;
  const facts = [
    [text.data, training.data],
    [text.samples, training.samples?.toLocaleString() ?? ''],
    [text.backbone, backbone],
    [text.fromStage, fromStage],
    [text.seed, String(training.seed)],
    [text.limits, limits],
  ] as const;
  return (
    <details className="details">
      <summary>{text.details}</summary>
      <dl className="facts">
        {facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </details>
  );
}
