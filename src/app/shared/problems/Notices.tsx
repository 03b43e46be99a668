import { useNotices } from '../../context';
import { ProblemList } from './Problems';

/** What the page has to tell outside of monitoring. */
export function Notices() {
  const { notices, dismiss } = useNotices((state) => state);
  return <ProblemList problems={notices} dismiss={dismiss} />;
}
