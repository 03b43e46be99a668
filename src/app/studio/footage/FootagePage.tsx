import { SECOND_MS } from '../../../common/clock';
import type { ExtractProgress } from '../../../engine/studio-api';
import type { RecordingSummary } from '../../../footage/footage-library';
import { common, footage as text, studio as studioText } from '../../messages/texts';
import { clockTime, diskSpace, enumerated, inWords } from '../../shared/format';
import { ProblemAlert } from '../../shared/problems/Problems';
import { Button } from '../../shared/ui/Button';
import { Meter, Page } from '../../shared/ui/Page';
import { useFootage, useFootageStore, useModels } from '../context';
import { lackingStates, needsLabels } from '../recordings';
import { ButtonLink, Lacking, NextStep } from '../ui';
import { AddFootage } from './AddFootage';
import { DataSet } from './DataSet';
import { runningJob, type ExtractionJob } from './footage-store';
import './footage.css';
import { PersonCard } from './PersonCard';

/** Whose footage there is, and how more comes in. */
export function FootagePage({ adds }: { readonly adds: boolean }) {
  const people = useFootage((state) => state.people);
  const recordings = useFootage((state) => state.recordings);
  const hasJobs = useFootage((state) => state.jobs.length > 0);
  const problem = useFootage((state) => state.problem);
  const dismiss = useFootage((state) => state.dismissProblem);
  const isEmpty = people?.length === 0 && !hasJobs;
  return (
    <Page title={isEmpty ? text.emptyTitle : text.title} lead={isEmpty ? text.empty : text.lead}>
      <ProblemAlert problem={problem} onDismiss={dismiss} />
      {people === null || recordings === null ? (
        <p role="status">{common.reading}</p>
      ) : (
        <>
          {isEmpty ? <FourSteps /> : <NextAfterFootage recordings={recordings} />}
          <Jobs />
          {people.length > 0 && (
            <ul className="list" aria-label={text.title}>
              {people.map((person) => (
                <PersonCard
                  key={person.id}
                  person={person}
                  recordings={recordings.filter(({ personId }) => personId === person.id)}
                />
              ))}
            </ul>
          )}
          <AddFootage people={people} isAsked={adds} />
          <p className="biometric hint">
            <span className="tag">{studioText.biometric}</span> {studioText.staysHere}
          </p>
          <Space />
          <DataSet isEmpty={recordings.length === 0} />
        </>
      )}
    </Page>
  );
}

/** The whole way, told before it begins. */
function FourSteps() {
  return (
    <ol className="four-steps">
      {text.emptySteps.map((step) => (
        <li key={step.title}>
          <h2>{step.title}</h2>
          <p>{step.text}</p>
        </li>
      ))}
    </ol>
  );
}

/** Labels first, then what is lacking, then training. */
function NextAfterFootage({ recordings }: { readonly recordings: readonly RecordingSummary[] }) {
  const latest = useFootage((state) => state.latest);
  const trainedAt = useModels(
    ({ models }) => models?.find(({ heldOut }) => heldOut !== null)?.createdAt ?? 0,
  );
  const fresh = recordings.find(({ id }) => id === latest);
  const unlabelled = recordings.filter(needsLabels);
  const next = unlabelled.find((recording) => recording === fresh) ?? unlabelled[0];
  if (next) {
    const label = (
      <ButtonLink isPrimary data-testid="next-label" to={{ name: 'labels', id: next.id }}>
        {text.labelNow}
      </ButtonLink>
    );
    return (
      <div role="status">
        <NextStep action={label}>
          {next === fresh && `${text.ready(next.session)} `}
          {text.nextLabels(next.session)}
        </NextStep>
      </div>
    );
  }
  if (recordings.length === 0) return null;
  if (lackingStates(recordings).length > 0) return <Lacking recordings={recordings} />;
  // All of this has been trained on: what is next is said beside the models.
  if (recordings.every(({ createdAt }) => createdAt < trainedAt)) return null;
  const train = (
    <ButtonLink isPrimary to={{ name: 'train' }}>
      {studioText.steps.train}
    </ButtonLink>
  );
  return <NextStep action={train}>{text.nextTrain}</NextStep>;
}

/** Fraction of the quota from which on space is called short. */
const SHORT = 0.8;

/** What the footage takes of this device. */
function Space() {
  const storage = useFootage((state) => state.storage);
  if (!storage) return null;
  const { footage, used, quota } = storage;
  const isKnown = used !== null && quota !== null;
  const fraction = isKnown && quota > 0 ? used / quota : null;
  return (
    <section aria-labelledby="space-title" className="space">
      <h2 id="space-title">{text.spaceTitle}</h2>
      <Meter
        label={text.space(diskSpace(footage))}
        value={fraction}
        text={isKnown ? text.spaceOf(diskSpace(used), diskSpace(quota)) : ''}
      />
      {fraction !== null && fraction > SHORT && <p className="hint hint-error">{text.spaceLow}</p>}
    </section>
  );
}

/** Videos and folders that are being read, one after the other. */
function Jobs() {
  const jobs = useFootage((state) => state.jobs);
  const running = runningJob(jobs);
  if (jobs.length === 0) return null;
  return (
    <section className="card" aria-labelledby="jobs-title" data-testid="jobs">
      <h2 id="jobs-title">{text.jobs}</h2>
      <ul className="list">
        {jobs.map((job) => (
          <Job key={job.key} job={job} isWaiting={job !== running} />
        ))}
      </ul>
    </section>
  );
}

function Job({ job, isWaiting }: { readonly job: ExtractionJob; readonly isWaiting: boolean }) {
  const { stop, dismissJob } = useFootageStore().getState();
  const { key, request, progress, problem } = job;
  return (
    <li className="job">
      <span className="row-title">{request.session}</span>
      {problem ? (
        <ProblemAlert problem={problem} onDismiss={() => dismissJob(key)} />
      ) : (
        <>
          <Button aria-label={text.stopLabel(request.session)} onClick={() => stop(key)}>
            {isWaiting ? common.cancel : text.stop}
          </Button>
          <progress aria-label={request.session} value={progress?.share ?? 0} />
          <p className="hint">{isWaiting ? text.jobWaiting : describe(job)}</p>
          {request.labels && <p className="hint">{text.jobThenTraining}</p>}
          {progress && <Fits progress={progress} />}
        </>
      )}
    </li>
  );
}

/** Fraction of a job from which on its final size can be told. */
const TELLING = 0.005;

/** Said before the space is used up. What was read until then would be kept. */
function Fits({ progress: { share, bytes } }: { readonly progress: ExtractProgress }) {
  const used = useFootage(({ storage }) => storage?.used ?? null);
  const quota = useFootage(({ storage }) => storage?.quota ?? null);
  if (share < TELLING || used === null || quota === null) return null;
  const [expected, free] = [bytes / share - bytes, quota - used];
  if (expected <= free) return null;
  return <p className="hint hint-error">{text.jobTooLarge(diskSpace(expected), diskSpace(free))}</p>;
}

function describe({ progress, request }: ExtractionJob): string {
  if (!progress) return text.jobStarting;
  const { share, time, duration, remaining, kept, dropped, bytes } = progress;
  const done =
    request.kind === 'stills'
      ? text.jobStills(Math.round(time), Math.round(duration), kept)
      : text.jobProgress(clockTime(time * SECOND_MS), clockTime(duration * SECOND_MS), kept);
  const space =
    share < TELLING ? diskSpace(bytes) : text.jobSpace(diskSpace(bytes), diskSpace(bytes / share));
  return enumerated([
    done,
    space,
    ...(dropped > 0 ? [text.jobDropped(dropped)] : []),
    ...(remaining === null ? [] : [text.jobLeft(inWords(remaining))]),
  ]);
}
