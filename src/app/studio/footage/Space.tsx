import { diskSpace } from '../../shared/format';
import { footage as text } from '../strings';
import { Meter } from '../../shared/ui/Meter';
import { useFootage } from '../context';

/** Share of the quota from which on it is said that it is getting short. */
const SHORT = 0.8;

/** What the footage takes of this device. */
export function Space() {
  const storage = useFootage((state) => state.storage);
  if (!storage) return null;
  const { footage, used, quota } = storage;
  const share = used !== null && quota !== null && quota > 0 ? used / quota : null;
  return (
    <section aria-labelledby="space-title" className="space">
      <h2 id="space-title">{text.spaceTitle}</h2>
      <Meter
        label={text.space(diskSpace(footage))}
        value={share}
        text={used !== null && quota !== null ? text.spaceOf(diskSpace(used), diskSpace(quota)) : ''}
      />
      {share !== null && share > SHORT && <p className="hint hint-error">{text.spaceLow}</p>}
    </section>
  );
}
