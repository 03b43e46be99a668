import { common, monitor as text } from '../../strings';
import { Problem } from './Problem';
import { useMonitor } from '../../context';

/** What is wrong while monitoring goes on. */
export function Troubles() {
  const troubles = useMonitor((monitor) => monitor.troubles);
  const dismiss = useMonitor((monitor) => monitor.dismiss);
  return (
    <div role="status" aria-label={text.problems} className="problems">
      {troubles.map(({ code, detail }) => (
        <Problem key={code} code={code} detail={detail}>
          <button type="button" className="button button-quiet" onClick={() => dismiss(code)}>
            {common.dismiss}
          </button>
        </Problem>
      ))}
    </div>
  );
}
