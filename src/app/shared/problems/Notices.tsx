import { common, monitor as text } from '../../strings';
import { useNotices } from '../../context';
import { Problem } from './Problem';

/** What the page has to tell outside of monitoring. */
export function Notices() {
  const notices = useNotices((state) => state.notices);
  const dismiss = useNotices((state) => state.dismiss);
  return (
    <div role="status" aria-label={text.problems} className="problems">
      {notices.map(({ code, detail }) => (
        <Problem key={code} code={code} detail={detail}>
          <button type="button" className="button button-quiet" onClick={() => dismiss(code)}>
            {common.dismiss}
          </button>
        </Problem>
      ))}
    </div>
  );
}
