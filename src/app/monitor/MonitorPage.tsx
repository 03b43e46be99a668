import { useMonitor } from '../context';
import { Enrolment } from './Enrolment';
import { Fatal } from './Fatal';
import { Live } from './Live';
import { Loading } from './Loading';
import { SessionOver } from './SessionOver';
import { Welcome } from './Welcome';

/** The monitor, by what is going on. */
export function MonitorPage() {
  const phase = useMonitor((monitor) => monitor.phase);
  const isFatal = useMonitor((monitor) => monitor.fatal !== null);
  if (isFatal) return <Fatal />;
  switch (phase) {
    case 'idle':
      return <Welcome />;
    case 'starting':
      return <Loading />;
    case 'enrolling':
      return <Enrolment />;
    case 'monitoring':
      return <Live />;
    case 'ended':
      return <SessionOver />;
  }
}
