import { useState } from 'react';
import { SECOND_MS } from '../../../common/clock';
import { WAKEFULNESS_CLASSES } from '../../../common/classes';
import type { RecordingSummary } from '../../../footage/footage-library';
import type { UnknownReason } from '../../../wakefulness/state-event';
import { clockTime, diskSpace, inWords } from '../../shared/format';
import { hrefOf } from '../../shared/routes';
import { common, unknownReasons } from '../../strings';
import { footage as text } from '../strings';
import { ConfirmButton } from '../../shared/ui/ConfirmButton';
import { useFootage } from '../context';
import { FilePicker } from './FilePicker';
import { labelledSeconds, needsLabels } from './recordings';
import { VIDEO_TYPES } from './sources';

interface Props {
  readonly recording: RecordingSummary;
  readonly isBusy: boolean;
}

/** One session: what is kept of it, how far its labels are, and what can be done with it. */
export function RecordingRow({ recording, isBusy }: Props) {
  const remove = useFootage((state) => state.deleteRecording);
  const { id, session, extraction, kept, labelled } = recording;
  const isLabelled = !needsLabels(recording);
  const seconds = Math.floor(recording.duration);
  return (
    <li className="recording" data-testid="recording">
      <div className="row-main">
        <span className="row-title">
          {session}{' '}
          {extraction.kind === 'stopped' && (
            <span className="tag">{text.stoppedAt(clockTime(extraction.doneUntil * SECOND_MS))}</span>
          )}
        </span>
        <span className="hint">{describe(recording)}</span>
        {kept === 0 && <span className="hint hint-error">{text.noFaces}</span>}
        <Dropped recording={recording} />
      </div>
      <span className="share-bar" aria-hidden="true">
        {WAKEFULNESS_CLASSES.map((label) => (
          <span key={label} data-state={label} style={{ flexGrow: labelled[label] }} />
        ))}
        <span style={{ flexGrow: Math.max(0, seconds - labelledSeconds(recording)) }} />
      </span>
      <div className="actions">
        {extraction.kind === 'stopped' && !isBusy && <GoOn recording={recording} />}
        {kept > 0 && (
          <a
            className={isLabelled ? 'button' : 'button button-primary'}
            href={hrefOf({ page: 'studio', view: { name: 'labels', id } })}
            aria-label={isLabelled ? text.openLabelled(session) : text.openLabels(session)}
          >
            {isLabelled ? text.labelled : labelledSeconds(recording) > 0 ? text.labelMore : text.label}
          </a>
        )}
        <ConfirmButton
          question={text.confirmDelete(session)}
          disabled={isBusy}
          onConfirm={() => void remove(id)}
        >
          {common.delete} <span className="visually-hidden">{session}</span>
        </ConfirmButton>
      </div>
    </li>
  );
}

function describe({ kind, duration, kept, bytes }: RecordingSummary): string {
  const length = kind === 'stills' ? text.stills(duration) : inWords(duration * SECOND_MS);
  return `${text.describe(text.kinds[kind], length, kept)}, ${diskSpace(bytes)}`;
}

/** Why frames gave no face: what would help is in the reason's name. */
function Dropped({ recording: { dropped } }: { readonly recording: RecordingSummary }) {
  const reasons = (Object.entries(dropped) as [UnknownReason, number][]).filter(([, count]) => count > 0);
  if (reasons.length === 0) return null;
  const total = reasons.reduce((sum, [, count]) => sum + count, 0);
  const why = reasons
    .map(([reason, count]) => text.droppedPart(count, unknownReasons[reason].title))
    .join(', ');
  return <span className="hint">{text.dropped(total, why)}</span>;
}

/** Goes on with a stopped extraction, with the files at hand or picked again. */
function GoOn({ recording }: { readonly recording: RecordingSummary }) {
  const extract = useFootage((state) => state.extract);
  const filesOf = useFootage((state) => state.filesOf);
  const [isWrong, setWrong] = useState(false);
  const atHand = filesOf(recording);
  const { id, personId, session, kind, framesPerSecond, cropsPerSecond, fileName, fileBytes } = recording;

  function goOn(files: NonNullable<typeof atHand>): void {
    void extract([{ personId, session, kind, files, framesPerSecond, cropsPerSecond, resume: id }]);
  }

  if (atHand) {
    return (
      <button type="button" className="button" onClick={() => goOn(atHand)}>
        {text.goOn}
      </button>
    );
  }
  // The film of the webcam was never a file.
  if (kind === 'webcam') return <span className="hint">{text.filmGone}</span>;
  const isStills = kind === 'stills';
  return (
    <>
      <FilePicker
        {...(isStills ? { folder: true } : { accept: VIDEO_TYPES })}
        onFiles={(files) => {
          const isSame = isStills || (files[0]?.name === fileName && files[0].size === fileBytes);
          setWrong(!isSame);
          if (isSame) goOn(files.map((file) => ({ file, label: null })));
        }}
      >
        {text.goOn}
      </FilePicker>
      <span role="status" className={isWrong ? 'hint hint-error' : 'hint'}>
        {isWrong ? text.wrongFile(fileName) : text.goOnHint(fileName)}
      </span>
    </>
  );
}
