import { useMonitor } from '../context';
import { ProblemList } from '../shared/problems/Problems';

/** What is wrong while monitoring goes on. */
export function Messages() {
  const problems = useMonitor((monitor) => monitor.problems);
  const dismiss = useMonitor((monitor) => monitor.dismiss);
  return <ProblemList problems={problems} dismiss={dismiss} />;
}
