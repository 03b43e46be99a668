import type { RecordingSummary } from '../../../footage/footage-library';
import { listed } from '../../shared/format';
import { hrefOf } from '../../shared/routes';
import { studio as text } from '../strings';
import { lackingStates } from '../footage/recordings';
import { NextStep } from './NextStep';

/** Which states are missing among all labels, how much of them to bring, and the way there. */
export function Lacking({ recordings }: { readonly recordings: readonly RecordingSummary[] }) {
  const wanted = lackingStates(recordings).map(({ label, more }) => text.moreOf(more, label));
  return (
    <div role="status" data-testid="lacking">
      <NextStep
        action={
          <a
            className="button button-primary"
            href={hrefOf({ page: 'studio', view: { name: 'footage', adds: true } })}
          >
            {text.bringMore}
          </a>
        }
      >
        {text.lacking(listed(wanted))}
      </NextStep>
    </div>
  );
}
