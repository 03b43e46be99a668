import { useEffect, useState, type ComponentProps, type ReactNode } from 'react';
import type { RecordingSummary } from '../../footage/footage-library';
import { useMonitor } from '../context';
import { studio as text } from '../messages/texts';
import { listed } from '../shared/format';
import { hrefOf, type StudioView } from '../shared/routes';
import { useStudioServices } from './context';
import { lackingStates } from './recordings';

interface LinkProps extends Omit<ComponentProps<'a'>, 'href' | 'className'> {
  readonly to: StudioView;
  readonly isPrimary?: boolean;
}

/** A link to another page of the studio, as a button. */
export function ButtonLink({ to, isPrimary = false, ...rest }: LinkProps) {
  const className = isPrimary ? 'button button-primary' : 'button';
  return <a className={className} href={hrefOf({ page: 'studio', view: to })} {...rest} />;
}

interface NextProps {
  readonly children: ReactNode;
  /** The button to it; none while there is nothing to press. */
  readonly action?: ReactNode;
}

/** What to do next, on every page: nobody needs a manual. */
export function NextStep({ children, action }: NextProps) {
  return (
    <aside className="next-step" aria-label={text.next}>
      <p>
        <span className="next-step-word">{text.next}</span> {children}
      </p>
      {action}
    </aside>
  );
}

/** Which states are missing among all labels, how much of them to bring, and the way there. */
export function Lacking({ recordings }: { readonly recordings: readonly RecordingSummary[] }) {
  const wanted = lackingStates(recordings).map(({ label, more }) => text.moreOf(more, label));
  const add = (
    <ButtonLink isPrimary to={{ name: 'footage', adds: true }}>
      {text.bringMore}
    </ButtonLink>
  );
  return (
    <div role="status" data-testid="lacking">
      <NextStep action={add}>{text.lacking(listed(wanted))}</NextStep>
    </div>
  );
}

/** To where a session can be started: the summary of the last one is left. */
export function ToMonitor() {
  const leave = useMonitor((state) => state.leave);
  return (
    <a className="button button-primary" href={hrefOf({ page: 'monitor' })} onClick={leave}>
      {text.toMonitor}
    </a>
  );
}

/** Beneath a setting's plain name: the field's name for it, and what it does. */
export function Explained({
  technical,
  children,
}: {
  readonly technical: string;
  readonly children: ReactNode;
}) {
  return (
    <>
      <span className="setting-term">{technical}</span> {children}
    </>
  );
}

/** A face at hand; an empty place while there is none. */
export function FacePicture({ blob, label }: { readonly blob: Blob | null; readonly label: string }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = blob && URL.createObjectURL(blob);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- an address has to be given back
    setUrl(made);
    return () => {
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [blob]);
  return url === null ? <span className="crop-empty" /> : <img className="crop" src={url} alt={label} />;
}

interface CropProps {
  readonly recordingId: string;
  readonly index: number;
  readonly label: string;
}

/** A kept face. The one before is shown until it is read. */
export function CropPicture({ recordingId, index, label }: CropProps) {
  const { footage } = useStudioServices();
  const [blob, setBlob] = useState<Blob | null>(null);
  useEffect(() => {
    let current = true;
    footage.crop(recordingId, index).then(
      (read) => current && setBlob(read),
      // A picture that cannot be read is told where the recording is listed; the place stays empty.
      () => current && setBlob(null),
    );
    return () => {
      current = false;
    };
  }, [footage, recordingId, index]);
  return <FacePicture blob={blob} label={label} />;
}
