import { SECOND_MS } from '../../../common/clock';
import type { WorstSecond } from '../../../engine/studio-api';
import { clockTime } from '../../shared/format';
import { hrefOf } from '../../shared/routes';
import { stateWords } from '../../strings';
import { verdict as text } from '../train/strings';
import { CropPicture } from '../ui/CropPicture';

/** The faces it errs on most, to be looked at: often it is the label that errs. */
export function WorstSeconds({ worst }: { readonly worst: readonly WorstSecond[] }) {
  return (
    <section aria-labelledby="worst-title" className="worst">
      <h2 id="worst-title">{text.worstTitle}</h2>
      {worst.length === 0 ? (
        <p>{text.noWorst}</p>
      ) : (
        <>
          <p className="hint">{text.worstHint}</p>
          <ul className="strip" tabIndex={0} aria-labelledby="worst-title">
            {worst.map((second) => (
              <li key={`${second.recordingId} ${second.second}`}>
                <Second second={second} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Second({
  second: { recordingId, second, crop, truth, before, after },
}: {
  readonly second: WorstSecond;
}) {
  const word = (label: typeof truth): string => stateWords[label].toLowerCase();
  const words = text.worst(word(truth), word(after));
  return (
    <a href={hrefOf({ page: 'studio', view: { name: 'labels', id: recordingId, second } })}>
      <CropPicture recordingId={recordingId} index={crop} label={words} />
      <span className="strip-words" aria-hidden="true">
        {words}
      </span>
      <span className="hint">{text.worstBefore(word(before))}</span>
      <span className="hint">{text.worstOpen(clockTime(second * SECOND_MS))}</span>
    </a>
  );
}
