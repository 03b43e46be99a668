import type { ComponentProps, ReactNode } from 'react';
import type { RecordingSummary } from '../../../footage/footage-library';
import { useMonitor } from '../../context';
import { listed } from '../../shared/format';
import { hrefOf, type StudioView } from '../../shared/routes';
import { lackingStates } from '../recordings';
import { studio as text } from '../strings';

interface LinkProps extends Omit<ComponentProps<'a'>, 'href' | 'className'> {
  readonly to: StudioView;
  readonly isPrimary?: boolean;
}

/** A link to another page of the studio, as a button. */
export function ButtonLink({ to, isPrimary = false, ...rest }: LinkProps) {
  const className = isPrimary ? 'button button-primary' : 'button';
  return <a className={className} href={hrefOf({ page: 'studio', view: to })} {...rest} />;
}

interface Props {
  readonly children: ReactNode;
  /** The button to it; none while there is nothing to press. */
  readonly action?: ReactNode;
}

/** What to do next, on every page: nobody needs a manual. */
export function NextStep({ children, action }: Props) {
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
