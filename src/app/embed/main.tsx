import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { keptConsents } from '../../embed/frame/consent';
import { frameOptionsOf } from '../../embed/frame/frame-options';
import { HOSTS_META } from '../../embed/frame/hosts-meta';
import { FRAME_HEIGHT } from '../../embed/protocol';
import { canOpenOwnProfile, openOwnProfile } from '../../profile/own-profile';
import { speakAsWished } from '../messages/messages';
import { presetTheme } from '../shared/ui/theme';
import { createGate } from './gate-store';
import '../app.css';
import './embed.css';

const target = document.getElementById('app');
if (!target) throw new Error('embed.html has no element with the id "app".');

const hosts = document.querySelector<HTMLMetaElement>(`meta[name="${HOSTS_META}"]`)?.content ?? '';

const options = frameOptionsOf(location.search);
presetTheme(options.theme);

// Before the modules with texts load: these are in one language from the start.
const spoken = speakAsWished();

// Before anything is awaited: the course page introduces itself once this document has loaded.
const gate = createGate({
  page: window,
  sources: hosts.split(/\s+/),
  async openApp(places) {
    await spoken;
    return (await import('../open-app')).openApp(places ?? {});
  },
  openOwnProfile: () => openOwnProfile(document),
  consents: keptConsents(() => sessionStorage),
  now: Date.now,
  later(task, after) {
    const timer = setTimeout(task, after);
    return () => clearTimeout(timer);
  },
});

const { host } = gate.getState();
if (options.lti && host !== null)
  // Canvas's name for it, and the one of LTI's own messages.
  for (const subject of ['lti.frameResize', 'org.imsglobal.lti.frameResize'])
    parent.postMessage({ subject, height: FRAME_HEIGHT }, host);

await spoken;
const { EmbedApp } = await import('./EmbedApp');

createRoot(target).render(
  <StrictMode>
    <EmbedApp gate={gate} options={options} canOpenOwnProfile={canOpenOwnProfile(window)} />
  </StrictMode>,
);
