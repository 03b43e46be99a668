import type { ReactNode } from 'react';
import { hrefOf } from '../../shared/routes';
import { labels as text } from './strings';
import { useFootage } from '../context';
import { ENOUGH_LABELLED, lackingStates, needsLabels } from '../footage/recordings';
import { Lacking } from '../ui/Lacking';
import { NextStep } from '../ui/NextStep';
import { useLabels, useOpenSeconds } from './context';

/** Accept what is sure, look through the rest, go on with the next recording, or train. */
export function NextAfterLabels() {
  const { all, open, suggested, sure } = useOpenSeconds();
  const suggesting = useLabels((state) => state.suggesting);
  const isPlaying = useLabels((state) => state.isPlaying);
  const acceptSure = useLabels((state) => state.acceptSure);
  const next = useLabels((state) => state.next);
  const play = useLabels((state) => state.play);
  const isEnough = all - open >= ENOUGH_LABELLED * all;

  const accept = sure > 0 ? <Press onPress={acceptSure}>{text.acceptSure(sure)}</Press> : null;

  if (isEnough) return <Onwards open={open} accept={accept} />;
  if (accept) return <NextStep action={accept}>{text.nextAccept(open - sure)}</NextStep>;
  if (suggesting !== null) return <NextStep>{text.nextWait}</NextStep>;
  if (suggested > 0)
    return <NextStep action={<Press onPress={next}>{text.next}</Press>}>{text.nextMore(open)}</NextStep>;
  return (
    <NextStep action={<Press onPress={() => play(!isPlaying)}>{isPlaying ? text.pause : text.play}</Press>}>
      {text.nextByHand}
    </NextStep>
  );
}

function Press({ onPress, children }: { readonly onPress: () => void; readonly children: ReactNode }) {
  return (
    <button type="button" className="button button-primary" onClick={onPress}>
      {children}
    </button>
  );
}

interface OnwardsProps {
  /** Seconds without a label. */
  readonly open: number;
  /** Accepts suggestions that are sure, while there are some. */
  readonly accept: ReactNode;
}

/** Enough of this recording is labelled. */
function Onwards({ open, accept }: OnwardsProps) {
  const id = useLabels(({ recording }) => recording?.id);
  const recordings = useFootage((state) => state.recordings) ?? [];
  const isSaving = useLabels((state) => state.isSaving);
  const other = recordings.find((recording) => recording.id !== id && needsLabels(recording));
  const isLacking = lackingStates(recordings).length > 0;
  // What is missing is known when all is saved: the list of recordings counts saved labels.
  if (isLacking && !other && !isSaving && !accept) return <Lacking recordings={recordings} />;
  const train = hrefOf({ page: 'studio', view: { name: 'train' } });
  return (
    <NextStep
      action={
        <span className="actions">
          {accept}
          {other && (
            <a
              className={accept ? 'button' : 'button button-primary'}
              href={hrefOf({ page: 'studio', view: { name: 'labels', id: other.id } })}
            >
              {text.nextOtherButton}
            </a>
          )}
          {!isLacking && (
            <a
              className={accept || other ? 'button' : 'button button-primary'}
              data-testid="go-train"
              href={train}
            >
              {other ? text.nextTrainAnyway : text.train}
            </a>
          )}
        </span>
      }
    >
      {accept ? text.enough(open) : text.done(open)} {other ? text.nextOther(other.session) : text.nextTrain}{' '}
      <span className="hint" role="status">
        {isSaving ? text.saving : text.saved}
      </span>
    </NextStep>
  );
}
