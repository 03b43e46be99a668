import { useState } from 'react';
import { SECOND_MS } from '../../common/clock';
import { ALERT_CHANNELS, BREAK_MINUTES, THEMES, type AlertChannelName } from '../../profile';
import { ALERT_AFTER, SENSITIVITIES, type Sensitivity } from '../../wakefulness/constants';
import { useMonitor, useServices, useSettings } from '../context';
import { keepLanguage, keptLanguage, languageOf, LANGUAGES, type Language } from '../messages/languages';
import { camera as cameraText, common, pages, settings as text, themes } from '../messages/texts';
import { isBusy } from '../monitor/phase';
import { OfflineCard } from '../offline/Offline';
import { minutes } from '../shared/format';
import { Button } from '../shared/ui/Button';
import { Field, SegmentsField, Switch } from '../shared/ui/Field';
import { Page } from '../shared/ui/Page';
import { CameraChoice, NotificationPermission, SoundCheck } from './DeviceChecks';

/** Everything that can be chosen. */
export function SettingsPage() {
  return (
    <Page className="settings" title={pages.settings} lead={text.lead}>
      <Alerts />
      <Camera />
      <Network />
      <Look />
      <SessionSettings />
      <OfflineCard />
    </Page>
  );
}

function Alerts() {
  return (
    <section className="card">
      <h2>{text.alerts}</h2>
      {ALERT_CHANNELS.map((name) => (
        <Channel key={name} name={name} />
      ))}
      <NotificationPermission />
      <SoundCheck />
      <AlertTiming />
    </section>
  );
}

function Channel({ name }: { readonly name: AlertChannelName }) {
  const { capabilities } = useServices().alerts;
  const isOn = useSettings(({ settings }) => settings.channels[name]);
  const choose = useSettings((state) => state.choose);
  const { label, hint } = text.channels[name];
  const isThere = name === 'visual' || name === 'title' || capabilities[name];
  return (
    <Switch
      label={label}
      hint={isThere ? hint : text.unavailable}
      checked={isOn && isThere}
      disabled={!isThere}
      onChange={(on) => choose(name, on)}
    />
  );
}

/** Minutes offered. */
const SNOOZES = ['5', '10', '15', '30'] as const;

/** How readily alerts come, for how long they can be put off, and when a break is due. */
function AlertTiming() {
  const { snoozeMinutes, sensitivity, breakMinutes } = useSettings(({ settings }) => settings);
  const change = useSettings((state) => state.change);
  const snooze = SNOOZES.find((each) => Number(each) === snoozeMinutes) ?? '10';
  return (
    <>
      <SegmentsField
        label={text.sensitivity}
        value={sensitivity}
        options={SENSITIVITIES.map((value) => ({ value, label: text.sensitivities[value] }))}
        onChange={(value) => change({ sensitivity: value })}
      />
      <p className="hint">{text.sensitivityHint(...secondsOf(sensitivity))}</p>
      <SegmentsField
        label={text.snooze}
        value={snooze}
        options={SNOOZES.map((each) => ({ value: each, label: minutes(Number(each)) }))}
        onChange={(each) => change({ snoozeMinutes: Number(each) })}
      />
      <SegmentsField
        label={text.breaks}
        value={String(breakMinutes)}
        options={BREAK_MINUTES.map((each) => ({
          value: String(each),
          label: each === 0 ? text.noBreaks : minutes(each),
        }))}
        onChange={(value) =>
          change({ breakMinutes: BREAK_MINUTES.find((each) => String(each) === value) ?? 0 })
        }
      />
      <p className="hint">{text.breaksHint}</p>
    </>
  );
}

function secondsOf(sensitivity: Sensitivity): readonly [gentle: number, strong: number] {
  const { gentle, strong } = ALERT_AFTER[sensitivity];
  return [gentle / SECOND_MS, strong / SECOND_MS];
}

function Camera() {
  const mirror = useSettings(({ settings }) => settings.mirror);
  const change = useSettings((state) => state.change);
  return (
    <section className="card">
      <h2>{cameraText.device}</h2>
      <CameraChoice />
      <Switch label={text.mirror} checked={mirror} onChange={(on) => change({ mirror: on })} />
    </section>
  );
}

/** Only where there is a choice: the paper's network is large, and a deployer adds it. */
function Network() {
  const { backbones } = useServices().engine;
  const backbone = useSettings(({ settings }) => settings.backbone);
  const change = useSettings((state) => state.change);
  if (backbones.length < 2) return null;
  return (
    <section className="card">
      <h2>{text.network}</h2>
      <SegmentsField
        label={text.backbone}
        value={backbone}
        options={backbones.map((value) => ({ value, label: text.backbones[value] }))}
        onChange={(value) => change({ backbone: value })}
      />
      <p className="hint">{text.backboneHint}</p>
    </section>
  );
}

function Look() {
  const theme = useSettings(({ settings }) => settings.theme);
  const change = useSettings((state) => state.change);
  return (
    <section className="card">
      <h2>{text.look}</h2>
      <SegmentsField
        label={themes.label}
        value={theme}
        options={THEMES.map((value) => ({ value, label: themes[value] }))}
        onChange={(value) => change({ theme: value })}
      />
      <LanguageChoice />
    </section>
  );
}

const BROWSERS_CHOICE = '';

/** Kept at once; a page has one language from its start to its end. */
function LanguageChoice() {
  const [kept, setKept] = useState(() => keptLanguage(() => localStorage));
  const [isChanged, setChanged] = useState(false);
  const { openedStudio } = useServices();
  const isInUse = useMonitor(isBusy) || openedStudio()?.isBusy() === true;

  function choose(language: Language | null): void {
    keepLanguage(() => localStorage, language);
    setKept(language);
    setChanged(true);
  }

  return (
    <>
      <Field label={text.language}>
        {(control) => (
          <select
            {...control}
            data-testid="language"
            value={kept ?? BROWSERS_CHOICE}
            onChange={(event) => choose(languageOf(event.currentTarget.value))}
          >
            <option value={BROWSERS_CHOICE}>{text.languageOfBrowser}</option>
            {Object.entries(LANGUAGES).map(([language, name]) => (
              <option key={language} value={language} lang={language}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div role="status">
        {isChanged && <p className="hint">{isInUse ? text.languageAfter : text.languageReload}</p>}
      </div>
      {isChanged && !isInUse && (
        <div className="actions">
          <Button onClick={reloadWithoutWish}>{common.reload}</Button>
        </div>
      )}
    </>
  );
}

/** A language in the page's address would go before the choice. */
function reloadWithoutWish(): void {
  const address = new URL(location.href);
  address.searchParams.delete('lang');
  history.replaceState(history.state, '', address);
  location.reload();
}

function SessionSettings() {
  const { alerts, keepMoment } = useServices();
  const { capabilities } = alerts;
  const { wakeLock, keepHistory, keepMoments } = useSettings(({ settings }) => settings);
  const change = useSettings((state) => state.change);
  return (
    <section className="card">
      <h2>{text.session}</h2>
      <Switch
        label={text.wakeLock}
        hint={capabilities.wakeLock ? undefined : text.unavailable}
        checked={wakeLock && capabilities.wakeLock}
        disabled={!capabilities.wakeLock}
        onChange={(on) => change({ wakeLock: on })}
      />
      <Switch label={text.keepHistory} checked={keepHistory} onChange={(on) => change({ keepHistory: on })} />
      {keepMoment && (
        <Switch
          label={text.keepMoments}
          hint={text.keepMomentsHint}
          checked={keepMoments}
          onChange={(on) => change({ keepMoments: on })}
        />
      )}
    </section>
  );
}
