import { useState } from 'react';
import { WAKEFULNESS_CLASSES } from '../../../common/classes';
import { SECOND_MS } from '../../../common/clock';
import type { RecordingSummary } from '../../../footage/footage-library';
import type { Person } from '../../../footage/recording';
import type { UnknownReason } from '../../../wakefulness/state-event';
import { common, footage as text, unknownReasons } from '../../messages/texts';
import { clockTime, diskSpace, enumerated, inWords } from '../../shared/format';
import { Button, ConfirmButton } from '../../shared/ui/Button';
import { RenameForm } from '../../shared/ui/Field';
import { FilePicker } from '../../shared/ui/Files';
import { useFootage, useFootageStore } from '../context';
import { labelledCount, needsLabels } from '../recordings';
import { ButtonLink } from '../ui';
import { VIDEO_TYPES } from './sources';

interface Props {
  readonly person: Person;
  readonly recordings: readonly RecordingSummary[];
}

/** One person's sessions. */
export function PersonCard({ person, recordings }: Props) {
  const { renamePerson, deletePerson } = useFootageStore().getState();
  const isBusy = useFootage((state) => state.jobs.some(({ request }) => request.personId === person.id));
  const [isRenaming, setRenaming] = useState(false);
  return (
    <li className="card" data-testid="person">
      <header className="person-head">
        {isRenaming ? (
          <RenameForm
            name={person.name}
            onRename={(name) => renamePerson(person.id, name)}
            onDone={() => setRenaming(false)}
          />
        ) : (
          <>
            <h2>{person.name}</h2>
            <div className="actions">
              <Button
                variant="quiet"
                aria-label={text.renamePerson(person.name)}
                onClick={() => setRenaming(true)}
              >
                {text.rename}
              </Button>
              <ConfirmButton
                question={text.confirmDeletePerson(person.name, recordings.length)}
                disabled={isBusy}
                onConfirm={() => void deletePerson(person.id)}
              >
                {common.delete} <span className="visually-hidden">{person.name}</span>
              </ConfirmButton>
            </div>
          </>
        )}
      </header>
      {recordings.length === 0 ? (
        <p className="hint">{text.noRecordings}</p>
      ) : (
        <ul className="recordings">
          {recordings.map((recording) => (
            <RecordingRow key={recording.id} recording={recording} isBusy={isBusy} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** One session: what is kept of it, how far its labels are, and what can be done with it. */
function RecordingRow({
  recording,
  isBusy,
}: {
  readonly recording: RecordingSummary;
  readonly isBusy: boolean;
}) {
  const { deleteRecording } = useFootageStore().getState();
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
        <span style={{ flexGrow: Math.max(0, seconds - labelledCount(recording)) }} />
      </span>
      <div className="actions">
        {extraction.kind === 'stopped' && !isBusy && <GoOn recording={recording} />}
        {kept > 0 && (
          <ButtonLink
            isPrimary={!isLabelled}
            to={{ name: 'labels', id }}
            aria-label={isLabelled ? text.openLabelled(session) : text.openLabels(session)}
          >
            {isLabelled ? text.labelled : labelledCount(recording) > 0 ? text.labelMore : text.label}
          </ButtonLink>
        )}
        <ConfirmButton
          question={text.confirmDelete(session)}
          disabled={isBusy}
          onConfirm={() => void deleteRecording(id)}
        >
          {common.delete} <span className="visually-hidden">{session}</span>
        </ConfirmButton>
      </div>
    </li>
  );
}

function describe({ kind, duration, kept, bytes }: RecordingSummary): string {
  const length = kind === 'stills' ? text.stills(duration) : inWords(duration * SECOND_MS);
  return enumerated([text.describe(text.kinds[kind], length, kept), diskSpace(bytes)]);
}

/** Why frames gave no face: what would help is in the reason's name. */
function Dropped({ recording: { dropped } }: { readonly recording: RecordingSummary }) {
  const reasons = (Object.entries(dropped) as [UnknownReason, number][]).filter(([, count]) => count > 0);
  if (reasons.length === 0) return null;
  const total = reasons.reduce((sum, [, count]) => sum + count, 0);
  const why = enumerated(
    reasons.map(([reason, count]) => text.droppedPart(count, unknownReasons[reason].title)),
  );
  return <span className="hint">{text.dropped(total, why)}</span>;
}

/** Goes on with a stopped extraction, with the files at hand or picked again. */
function GoOn({ recording }: { readonly recording: RecordingSummary }) {
  const { extract, filesOf } = useFootageStore().getState();
  const [isWrong, setWrong] = useState(false);
  const atHand = filesOf(recording);
  const { id, personId, session, kind, framesPerSecond, cropsPerSecond, fileName, fileBytes } = recording;

  function goOn(files: NonNullable<typeof atHand>): void {
    void extract([{ personId, session, kind, files, framesPerSecond, cropsPerSecond, resume: id }]);
  }

  if (atHand) return <Button onClick={() => goOn(atHand)}>{text.goOn}</Button>;
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
