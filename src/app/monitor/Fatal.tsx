import type { TroubleCode } from '../../engine/protocol';
import { common, monitor as text } from '../strings';
import { CameraChoice } from '../settings/CameraChoice';
import { Problem } from '../shared/problems/Problem';
import { useMonitor } from '../context';
import { StateStatus } from './StateStatus';

/** Troubles that another camera may end. */
const OF_THE_CAMERA: readonly TroubleCode[] = ['camera-missing', 'camera-busy', 'camera-unplugged'];

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
        <Problem code={fatal.code} detail={fatal.detail} heading="h1">
          <button type="button" className="button button-primary" onClick={() => void retry()}>
            {common.tryAgain}
          </button>
          <button type="button" className="button" onClick={() => void stop()}>
            {inSession ? text.stop : common.cancel}
          </button>
        </Problem>
      </div>
      {OF_THE_CAMERA.includes(fatal.code) && <CameraChoice />}
    </section>
  );
}
