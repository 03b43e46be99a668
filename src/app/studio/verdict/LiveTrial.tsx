import { useEffect, useId, useState } from 'react';
import * as v from 'valibot';
import { BACKBONE_IDS } from '../../../common/backbone-ids';
import { WAKEFULNESS_CLASSES, type ClassProbabilities } from '../../../common/classes';
import { WakefulError } from '../../../common/errors';
import { argMax } from '../../../common/statistics';
import type { TrialEvent, TrialRequest } from '../../../engine/studio-api';
import type { CheckpointLibrary, StoredCheckpoint } from '../../../profile/checkpoints/stored-checkpoint';
import { useSettings } from '../../context';
import { liveTrial as text, models as modelsText, stateWords, unknownReasons } from '../../messages/texts';
import { percent } from '../../shared/format';
import { toProblem, type Problem } from '../../shared/problems/problem';
import { ProblemAlert } from '../../shared/problems/Problems';
import { Button } from '../../shared/ui/Button';
import { CameraPicture } from '../../shared/ui/CameraPicture';
import { useModels, useStudioServices } from '../context';

interface Props {
  readonly model: StoredCheckpoint;
  readonly onClose: () => void;
}

/** The new network and the one in use on the webcam, side by side, before anything is adopted. */
export function LiveTrial({ model, onClose }: Props) {
  const { stream, said, problem } = useTrial(model);
  const inUse = useModels(({ models, adopted }) => models?.find(({ id }) => id === adopted));
  const titleId = useId();
  return (
    <section className="card live-trial" aria-labelledby={titleId} data-testid="live-trial">
      <h2 id={titleId}>{text.title}</h2>
      <ProblemAlert problem={problem} />
      {!problem && (
        <div className="live-stage">
          <CameraPicture stream={stream} label={text.picture} className="recorder-picture" />
          <div className="live-verdicts">
            <Said title={text.before(inUse?.name ?? modelsText.shipped)} which="before" said={said} />
            <Said title={text.after(model.name)} which="after" said={said} />
          </div>
        </div>
      )}
      <p role="status">{!problem && statusOf(said)}</p>
      <p className="hint">{text.hint}</p>
      <div className="actions">
        <Button onClick={onClose}>{text.end}</Button>
      </div>
    </section>
  );
}

function statusOf(said: TrialEvent | null): string {
  if (said === null) return text.loading;
  return said.type === 'missing' ? unknownReasons[said.reason].title : text.same;
}

interface SaidProps {
  readonly title: string;
  readonly which: 'before' | 'after';
  readonly said: TrialEvent | null;
}

function Said({ title, which, said }: SaidProps) {
  const posterior = said?.type === 'predicted' ? said[which] : null;
  const label = posterior && likeliest(posterior);
  return (
    <section
      className="live-said"
      aria-label={title}
      data-testid={`live-${which}`}
      data-state={label ?? 'none'}
    >
      <h3>{title}</h3>
      <p className="live-word">{label ? stateWords[label] : text.nothing}</p>
      <table className="numbers">
        <tbody>
          {WAKEFULNESS_CLASSES.map((each) => (
            <tr key={each}>
              <th scope="row">{stateWords[each]}</th>
              <td className="f1-bar">
                <span className="bar-track" aria-hidden="true">
                  <span data-state={each} style={{ width: `${100 * (posterior?.[each] ?? 0)}%` }} />
                </span>
              </td>
              <td>{percent(posterior ? posterior[each] : null)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const likeliest = (posterior: ClassProbabilities) =>
  WAKEFULNESS_CLASSES[argMax(WAKEFULNESS_CLASSES.map((each) => posterior[each]))]!;

/** Camera and networks go with the component. */
function useTrial({ id, name, card }: StoredCheckpoint) {
  const { studio, checkpoints, openCamera } = useStudioServices();
  const camera = useSettings(({ settings }) => settings.camera);
  const cameraTurns = useSettings(({ settings }) => settings.cameraTurns);
  const [stream, setStream] = useState<MediaStream | null>(null);
  /** null: the networks are being loaded. */
  const [said, setSaid] = useState<TrialEvent | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  useEffect(() => {
    const over = new AbortController();
    const { signal } = over;
    function fail(error: unknown): void {
      if (!signal.aborted) setProblem(toProblem(error, 'studio'));
    }
    async function run(): Promise<void> {
      const opened = await openCamera({ camera, cameraTurns }, () => {
        fail(new WakefulError('camera-unplugged', 'the camera track ended', text.again));
        over.abort();
      });
      try {
        signal.throwIfAborted();
        setStream(opened.stream);
        const request = await trialOf(checkpoints, { id, name, card });
        await studio.tryLive(request, opened.stream, setSaid, signal);
      } finally {
        opened.close();
      }
    }
    run().catch(fail);
    return () => over.abort();
  }, [camera, cameraTurns, checkpoints, id, name, card, openCamera, studio]);

  return { stream, said, problem };
}

const cardSchema = v.pipe(v.string(), v.parseJson(), v.object({ backbone: v.picklist(BACKBONE_IDS) }));

type Tried = Pick<StoredCheckpoint, 'id' | 'name' | 'card'>;

/** The model beside the one in use; beside the shipped one where that has another backbone. */
async function trialOf(library: CheckpointLibrary, model: Tried): Promise<TrialRequest> {
  const { backbone } = v.parse(cardSchema, model.card);
  const fileOf = async ({ id, name }: Tried) => ({ id, name, file: await library.file(id) });
  const adopted = await library.adopted();
  const inUse = (await library.list()).find(({ id, card }) => {
    const parsed = v.safeParse(cardSchema, card);
    return id === adopted && id !== model.id && parsed.success && parsed.output.backbone === backbone;
  });
  return { backbone, before: inUse ? await fileOf(inUse) : null, after: await fileOf(model) };
}
