import type { Milliseconds } from '../../common/clock';

/** ms for which the button that shares is held: a page that lures a click does not get this. */
export const HOLD: Milliseconds = 1000;

/** Under which a course page's consent is kept, before its origin. */
const PREFIX = 'wakeful-consent ';

/** What the learner agreed to. */
interface Consent {
  /** The profile of this browser is used, not one of this course page. */
  readonly ownProfile: boolean;
}

/** The learner's consents of this tab, by the course page's origin. */
export interface KeptConsents {
  readonly find: (host: string) => Consent | null;
  /** @returns whether the browser keeps it */
  readonly keep: (host: string, consent: Consent) => boolean;
  readonly forget: (host: string) => void;
}

/**
 * Consents that are kept until the tab is closed.
 * @param storage the tab's; reading it throws where the browser blocks it in frames
 */
export function keptConsents(storage: () => Storage): KeptConsents {
  function attempt<T>(work: (kept: Storage) => T, otherwise: T): T {
    try {
      return work(storage());
    } catch {
      return otherwise;
    }
  }
  return {
    find(host) {
      const kept = attempt((all) => all.getItem(PREFIX + host), null);
      return kept === 'own' || kept === 'frame' ? { ownProfile: kept === 'own' } : null;
    },
    keep: (host, { ownProfile }) =>
      attempt((all) => {
        all.setItem(PREFIX + host, ownProfile ? 'own' : 'frame');
        return true;
      }, false),
    forget: (host) => attempt((all) => all.removeItem(PREFIX + host), undefined),
  };
}
