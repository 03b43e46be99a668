import { SECOND_MS } from '../../../common/clock';
import type { ExtractProgress } from '../../../engine/studio-api';
import { clockTime, diskSpace, inWords } from '../../shared/format';
import { ProblemAlert } from '../../shared/problems/Problems';
import { common } from '../../shared/strings';
import { Button } from '../../shared/ui/Button';
import { useFootage, useFootageStore } from '../context';
import { runningJob, type ExtractionJob } from './footage-store';
import { footage as text } from './strings';

/** Videos and folders that are being read, one after the other. */
export function Jobs() {
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
  return [
    done,
    space,
    ...(dropped > 0 ? [text.jobDropped(dropped)] : []),
    ...(remaining === null ? [] : [text.jobLeft(inWords(remaining))]),
  ].join(', ');
}
