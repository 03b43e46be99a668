import { sessionCsv, sessionJson, type Session, type SessionTimeline } from '../../profile';
import { summary as text } from './strings';
import { fileStamp } from '../shared/format';
import { ConfirmButton } from '../shared/ui/ConfirmButton';
import { offerFile } from '../shared/ui/download';
import { Button } from '../shared/ui/Button';

interface Props {
  readonly session: Session;
  readonly timeline: SessionTimeline;
  /** null where there is nothing to delete. */
  readonly onDelete: (() => void) | null;
}

/** A session as a file, or gone. */
export function SessionActions({ session, timeline, onDelete }: Props) {
  const name = `wakeful-${fileStamp(session.startedAt)}`;
  return (
    <>
      <Button onClick={() => offerFile(`${name}.csv`, 'text/csv', sessionCsv(timeline))}>{text.csv}</Button>
      <Button onClick={() => offerFile(`${name}.json`, 'application/json', sessionJson(session, timeline))}>
        {text.json}
      </Button>
      {onDelete && (
        <ConfirmButton question={text.confirmDelete} onConfirm={onDelete}>
          {text.delete}
        </ConfirmButton>
      )}
    </>
  );
}
