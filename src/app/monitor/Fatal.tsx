import type { TroubleCode } from '../../engine/protocol';
import { common } from '../shared/strings';
import { monitor as text } from './strings';
import { CameraChoice } from '../settings/CameraChoice';
import { ProblemCard } from '../shared/problems/Problems';
import { useMonitor } from '../context';
import { StateStatus } from './StateStatus';
import { Button } from '../shared/ui/Button';

/** Problems that another camera may end. */
const OF_THE_CAMERA: readonly string[] = [
  'camera-missing',
  'camera-busy',
  'camera-unplugged',
] satisfies TroubleCode[];

/** Monitoring stopped: nothing is known, why, and the ways on. */
export function Fatal() {
  const fatal = useMonitor((monitor) => monitor.fatal);
  const inSession = useMonitor((monitor) => monitor.inSession);
  const retry = useMonitor((monitor) => monitor.retry);
  const stop = useMonitor((monitor) => monitor.stop);
  if (!fatal) return null;
  return (
    <section className="stage narrow">
      <StateStatus size="small" />
      <div role="alert">
        <ProblemCard problem={fatal} heading="h1">
          <Button variant="primary" onClick={() => void retry()}>
            {common.tryAgain}
          </Button>
          <Button onClick={() => void stop()}>{inSession ? text.stop : common.cancel}</Button>
        </ProblemCard>
      </div>
      {OF_THE_CAMERA.includes(fatal.code) && <CameraChoice />}
    </section>
  );
}
