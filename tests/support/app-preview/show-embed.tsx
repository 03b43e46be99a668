import { createRoot } from 'react-dom/client';
import { EmbedApp } from '../../../src/app/embed/EmbedApp';
import { createGate } from '../../../src/app/embed/gate-store';
import { keptConsents } from '../../../src/embed/frame/consent';
import { frameOptionsOf } from '../../../src/embed/frame/frame-options';
import { presetTheme } from '../../../src/app/shared/ui/theme';
import '../../../src/app/app.css';
import '../../../src/app/embed/embed.css';
import type { Refusal } from '../../../src/embed/frame/refusal';
import { openPreview } from './app';
import { play } from './scenes';

/**
 * The frame's screens: `refused:<why>`, `waiting`, `consent`, `opening`, `withdrawn`, or a scene
 * of the app.
 */
const COURSE = 'https://moodle.university.example';

const { clock, engine, services, stores } = await openPreview(() =>
  Promise.reject(new Error('There is no studio in a frame.')),
);

// The course page is this window itself: a MessageEvent takes no made-up source.
const parent = window;
const page = Object.assign(new EventTarget(), {
  parent,
  document,
  isSecureContext: true,
  location: { search: `?host=${COURSE}`, origin: 'https://wakeful.example' },
});
const gate = createGate({
  page,
  sources: [COURSE],
  openApp: () => Promise.resolve({ services, stores }),
  openOwnProfile: () => Promise.resolve(null),
  consents: keptConsents(() => sessionStorage),
  now: () => clock.now,
  later: () => () => undefined,
});
const options = frameOptionsOf(location.search);
presetTheme(options.theme);
createRoot(document.getElementById('app')!).render(
  <EmbedApp gate={gate} options={options} canOpenOwnProfile />,
);

const scene = new URLSearchParams(location.search).get('scene') ?? 'consent';
const [kind, of] = scene.split(':');
if (kind === 'refused') gate.setState({ step: 'refused', refusal: of as Refusal });
else if (kind !== 'waiting') {
  const { port2 } = new MessageChannel();
  const data = { type: 'wakeful:connect', version: 1 };
  page.dispatchEvent(new MessageEvent('message', { data, origin: COURSE, source: parent, ports: [port2] }));
}
if (kind === 'opening') gate.setState({ step: 'opening' });

/** Scenes of the frame alone, and the app's scene each begins with. */
const OWN: Readonly<Record<string, { readonly from: string; readonly then: () => void }>> = {
  withdrawn: { from: 'awake', then: () => gate.getState().withdraw() },
  asked: { from: 'returning', then: () => gate.setState({ isAsked: true }) },
  flooded: {
    from: 'welcome',
    then: () => gate.setState({ isSharing: false, isFlooded: true, isConnected: false }),
  },
  'own-profile-refused': { from: 'welcome', then: () => gate.setState({ isProfileRefused: true }) },
};
if (kind !== 'consent' && kind !== 'refused' && kind !== 'waiting' && kind !== 'opening') {
  await gate.getState().enter({ share: true, ownProfile: false });
  await play(OWN[scene]?.from ?? scene, { engine, services, stores, clock });
  OWN[scene]?.then();
}
document.documentElement.dataset['scene'] = 'set';
