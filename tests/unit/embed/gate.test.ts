// @vitest-environment jsdom
import '../app/realm';
import { IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { HANDSHAKE_WITHIN } from '../../../src/app/embed/gate-store';
import { BURST, PATIENCE } from '../../../src/embed/frame/inbox';
import { lectureTime } from '../../../src/insights/lecture-time';
import { enrolmentAt, INFO } from '../../support/scripted-engine';
import { gateAt, NOON, OWN, start, type GateAt } from './gate-at';
import { COURSE, FakeFrame, FakePort } from './frame-window';

beforeEach(() => {
  vi.stubGlobal('IDBKeyRange', IDBKeyRange);
  return () => vi.unstubAllGlobals();
});

const SHARE = { share: true, ownProfile: false };
const ALONE = { share: false, ownProfile: false };
const WELCOME = { type: 'welcome', version: 1 };
const OFF = { type: 'availability', t: NOON, availability: 'off' };

describe('the way in', () => {
  it('is closed when there is a reason: a handshake is not even answered', () => {
    const frame = new FakeFrame();
    frame.passesCamera = false;
    const { gate, say } = gateAt({ frame });
    expect(gate.getState()).toMatchObject({ step: 'refused', refusal: 'camera-not-passed-on', host: null });
    expect(say().heard).toEqual([]);
    expect(gate.getState().step).toBe('refused');
  });

  it('waits for the course page, answers it, and asks the learner', () => {
    const { gate, say, opened } = gateAt();
    expect(gate.getState()).toMatchObject({ step: 'waiting', isConnected: false });
    expect(say().heard).toEqual([WELCOME]);
    expect(gate.getState()).toMatchObject({ step: 'asking', isConnected: true, isSharing: false });
    expect(opened, 'nothing is read before the learner answered').toEqual([]);
  });

  it('says that no page answered, and lets a late one in', () => {
    const { gate, say, time } = gateAt();
    time.pass(HANDSHAKE_WITHIN);
    expect(gate.getState()).toMatchObject({ step: 'refused', refusal: 'no-handshake' });
    say();
    expect(gate.getState()).toMatchObject({ step: 'asking', refusal: null });
  });

  it('opens without a page, which may come later and changes nothing but that it can be told something', async () => {
    const { gate, say, time } = gateAt();
    time.pass(HANDSHAKE_WITHIN);
    await gate.getState().enter(ALONE);
    expect(gate.getState()).toMatchObject({ step: 'open', isConnected: false });
    gate.getState().askAgain();
    expect(gate.getState().step, 'there is nobody to share with').toBe('open');
    const page = say();
    expect(gate.getState()).toMatchObject({ step: 'open', isConnected: true, isSharing: false });
    expect(page.heard).toEqual([WELCOME]);
  });

  it('says that the app did not open, which can be tried again', async () => {
    const { gate, say } = gateAt({ arrives: false });
    say();
    await expect(gate.getState().enter(SHARE)).rejects.toThrow('a file did not arrive');
    expect(gate.getState()).toMatchObject({ step: 'refused', refusal: 'not-opened', isSharing: false });
    await expect(gate.getState().enter(SHARE)).rejects.toThrow('a file did not arrive');
  });

  it('is not opened twice by two clicks', async () => {
    const { gate, say, opened } = gateAt();
    say();
    await Promise.all([gate.getState().enter(SHARE), gate.getState().enter(SHARE)]);
    expect(opened).toHaveLength(1);
  });
});

describe('a page that wants to be told nothing', () => {
  const alone = () => new FakeFrame({ search: `?host=${encodeURIComponent(COURSE)}&alone=true` });

  it('gets the monitor at once: nothing is asked, and nothing is ever told', async () => {
    const { gate, say, app } = gateAt({ frame: alone() });
    await vi.waitFor(() => expect(gate.getState()).toMatchObject({ step: 'open', isSharing: false }));
    const page = say();
    expect(page.heard, 'a handshake is not answered').toEqual([]);
    gate.getState().askAgain();
    expect(gate.getState()).toMatchObject({ step: 'open', isConnected: false });
    expect(app().engine.asked('start')).toHaveLength(0);
  });

  it('has to be on the list all the same', () => {
    const frame = new FakeFrame({ search: '?host=https://evil.example&alone=true' });
    expect(gateAt({ frame }).gate.getState()).toMatchObject({ step: 'refused', refusal: 'host-not-listed' });
  });
});

describe('what the course page is told', () => {
  it('is nothing before the learner agreed, whatever it asks for', () => {
    const { say } = gateAt();
    const page = say();
    for (const type of ['start', 'pause', 'stop']) page.say({ type });
    expect(page.heard).toEqual([WELCOME]);
  });

  it('is nothing when the learner does not agree, until asked again', async () => {
    const { gate, say, app } = gateAt();
    const page = say();
    await gate.getState().enter(ALONE);
    start(app());
    page.say({ type: 'stop' });
    expect(app().engine.asked('stop')).toHaveLength(0);
    expect(page.heard).toEqual([WELCOME]);
    gate.getState().askAgain();
    expect(gate.getState().step).toBe('asking');
    await gate.getState().enter(SHARE);
    expect(page.heard.at(-1)).toMatchObject({ type: 'state' });
  });

  it('is what is the case, then what changes', async () => {
    const { gate, say, app, time } = gateAt();
    const page = say();
    await gate.getState().enter(SHARE);
    expect(page.heard).toEqual([WELCOME, OFF]);
    start(app());
    time.pass(1000);
    app().engine.tellState({ t: time.now, state: 'asleep', causes: ['eyes-closed-over-1s'] });
    app().engine.tellAlert({ t: time.now, level: 'strong', cause: 'asleep' });
    expect(page.heard.slice(-2)).toEqual([
      { type: 'state', t: time.now, state: 'asleep' },
      { type: 'alert', t: time.now, level: 'strong' },
    ]);
  });

  it('is nothing once the learner stops sharing, not even that; nor is the page obeyed', async () => {
    const { gate, say, app, time } = gateAt();
    const page = say();
    await gate.getState().enter(SHARE);
    start(app());
    // This one waits for its second to pass.
    app().engine.tellState({ t: time.now, state: 'asleep' });
    gate.getState().withdraw();
    const told = page.heard.length;
    time.pass(60_000);
    app().engine.tellState({ t: time.now, state: 'drowsy' });
    app().engine.tellAlert({ t: time.now, level: 'gentle', cause: 'drowsy' });
    for (const type of ['start', 'pause', 'stop']) page.say({ type });
    expect(page.heard).toHaveLength(told);
    expect(gate.getState()).toMatchObject({ isSharing: false, isAsked: false, isConnected: true });
    expect(app().engine.asked('stop')).toHaveLength(0);
  });

  it('is nothing after it said too much; the learner goes on', async () => {
    const { gate, say, app, time } = gateAt();
    const page = say();
    await gate.getState().enter(SHARE);
    start(app());
    for (let k = 0; k <= BURST + PATIENCE; k++) page.say('nonsense');
    expect(gate.getState()).toMatchObject({ isFlooded: true, isSharing: false, isConnected: false });
    expect(page.isClosed).toBe(true);
    const told = page.heard.length;
    time.pass(5000);
    app().engine.tellState({ t: time.now, state: 'asleep' });
    expect(page.heard).toHaveLength(told);
    expect(app().stores.monitor.getState().phase).toBe('starting');
    gate.getState().askAgain();
    expect(gate.getState().step, 'and there is nobody to share with').toBe('open');
  });
});

describe('a page that tells where its lecture stands', () => {
  const asking = () => new FakeFrame({ search: `?host=${encodeURIComponent(COURSE)}&times=true` });

  it('is told that it may, if its script asked: another would not know what to do with it', () => {
    expect(gateAt({ frame: asking() }).say().heard).toEqual([{ ...WELCOME, times: true }]);
  });

  it('is heard while the learner shares, and then only', async () => {
    const { gate, say, app, time } = gateAt({ frame: asking() });
    const page = say();
    page.say({ type: 'time', seconds: 1 });
    await gate.getState().enter(SHARE);
    const { engine, stores } = app();
    start(app());
    engine.tell({ type: 'ready', info: INFO }, { type: 'enrolled', enrolment: enrolmentAt(time.now) });
    engine.tellState({ t: time.now, state: 'awake' });
    for (let second = 0; second < 10; second++) {
      page.say({ type: 'time', seconds: 600 + second });
      time.pass(1000);
      engine.tellState({ t: time.now, state: 'asleep' });
    }
    gate.getState().withdraw();
    page.say({ type: 'time', seconds: 5000 });
    await stores.monitor.getState().stop();
    const { ended } = stores.monitor.getState();
    expect(lectureTime(ended!, 8)).toBe(608);
    expect(ended!.playerTimes).toEqual([
      { second: 0, time: 600 },
      { second: 9, time: 609 },
    ]);
  });
});

describe('a page that asks for a start', () => {
  it('is shown to the learner until they started; the camera is theirs', async () => {
    const { gate, say, app } = gateAt();
    const page = say();
    await gate.getState().enter(SHARE);
    page.say({ type: 'start' });
    expect(gate.getState().isAsked).toBe(true);
    expect(app().engine.asked('start')).toHaveLength(0);
    start(app());
    expect(gate.getState().isAsked).toBe(false);
  });
});

describe('a frame that can keep nothing', () => {
  it('says so before anything is shared, and goes on for this visit if the learner wants that', async () => {
    const { gate, say, app } = gateAt({ keeps: false });
    const page = say();
    await gate.getState().enter(SHARE);
    expect(gate.getState()).toMatchObject({ step: 'refused', refusal: 'storage-blocked', isSharing: false });
    expect(page.heard).toEqual([WELCOME]);
    gate.getState().goOn();
    expect(gate.getState()).toMatchObject({ step: 'open', refusal: null, isSharing: true });
    expect(page.heard).toEqual([WELCOME, OFF]);
    expect(app().stores.notices.getState().notices, 'it is not said twice').toEqual([]);
  });

  it('shares nothing then when the learner did not agree', async () => {
    const { gate, say } = gateAt({ keeps: false });
    const page = say();
    await gate.getState().enter(ALONE);
    gate.getState().goOn();
    expect(gate.getState()).toMatchObject({ step: 'open', isSharing: false });
    expect(page.heard).toEqual([WELCOME]);
  });

  it('still says so when the course page comes late', async () => {
    const { gate, say, time } = gateAt({ keeps: false });
    time.pass(HANDSHAKE_WITHIN);
    await gate.getState().enter(ALONE);
    say();
    expect(gate.getState()).toMatchObject({ step: 'refused', refusal: 'storage-blocked', isConnected: true });
  });

  it('is the only refusal that can be passed like this', () => {
    const { gate, time } = gateAt();
    time.pass(HANDSHAKE_WITHIN);
    gate.getState().goOn();
    expect(gate.getState()).toMatchObject({ step: 'refused', refusal: 'no-handshake' });
  });
});

describe('a consent that is kept until the tab is closed', () => {
  beforeEach(() => sessionStorage.clear());
  const KEEP = { ...SHARE, keep: true };
  const tab = sessionStorage;

  it('is not asked for again by the same course page', async () => {
    const first = gateAt({ tab });
    first.say();
    await first.gate.getState().enter(KEEP);
    expect(first.gate.getState()).toMatchObject({ isSharing: true, isKeepRefused: false });

    const { gate, say } = gateAt({ tab });
    const page = say();
    expect(gate.getState().step).toBe('opening');
    await vi.waitFor(() => expect(gate.getState()).toMatchObject({ step: 'open', isSharing: true }));
    expect(page.heard).toEqual([WELCOME, OFF]);
  });

  it('is another page’s neither, nor that of a page that did not answer', async () => {
    const first = gateAt({ tab });
    first.say();
    await first.gate.getState().enter(KEEP);
    sessionStorage.setItem('wakeful-consent https://course.example', 'nonsense');
    const { gate, say } = gateAt({ tab });
    expect(gate.getState().step).toBe('waiting');
    say();
    expect(gate.getState().step).toBe('asking');
  });

  it.each([
    ['no', (gate: GateAt['gate']) => gate.getState().enter(ALONE)],
    ['only this time', (gate: GateAt['gate']) => gate.getState().enter(SHARE)],
    [
      'stop',
      async (gate: GateAt['gate']) => {
        gate.getState().withdraw();
        await Promise.resolve();
      },
    ],
  ])('is forgotten when the learner says: %s', async (_, say) => {
    const { gate, say: connect } = gateAt({ tab });
    connect();
    await gate.getState().enter(KEEP);
    gate.getState().askAgain();
    await say(gate);
    const next = gateAt({ tab });
    next.say();
    expect(next.gate.getState().step).toBe('asking');
  });

  it('remembers whose profile it was for', async () => {
    const first = gateAt({ tab, ownProfile: 'granted' });
    first.say();
    await first.gate.getState().enter({ ...KEEP, ownProfile: true });
    const { gate, say, opened } = gateAt({ tab, ownProfile: 'granted' });
    say();
    await vi.waitFor(() => expect(gate.getState().step).toBe('open'));
    expect(opened).toEqual([OWN]);
  });

  it('is for once where the browser does not keep it, and that is known', async () => {
    const { gate, say } = gateAt({ tab: null });
    say();
    await gate.getState().enter(KEEP);
    expect(gate.getState()).toMatchObject({ isSharing: true, isKeepRefused: true });
  });
});

describe('the learner’s own profile', () => {
  it('is asked for only when the learner wants it', async () => {
    const { gate, say, opened, asked } = gateAt({ ownProfile: 'granted' });
    say();
    await gate.getState().enter(SHARE);
    expect(asked()).toBe(0);
    expect(opened).toEqual([null]);
  });

  it('is used when the browser gives it', async () => {
    const { gate, say, opened } = gateAt({ ownProfile: 'granted' });
    say();
    await gate.getState().enter({ share: true, ownProfile: true });
    expect(opened).toEqual([OWN]);
    expect(gate.getState()).toMatchObject({ step: 'open', isSharing: true, isProfileRefused: false });
  });

  it('is told to be missing when the browser does not', async () => {
    const { gate, say, opened } = gateAt({ ownProfile: 'refused' });
    say();
    await gate.getState().enter({ share: true, ownProfile: true });
    expect(opened).toEqual([null]);
    expect(gate.getState()).toMatchObject({ step: 'open', isSharing: true, isProfileRefused: true });
  });
});

describe('a running session', () => {
  it('goes on when the learner is asked again and says no', async () => {
    const { gate, say, app } = gateAt();
    say();
    await gate.getState().enter(SHARE);
    start(app());
    app().engine.tell({ type: 'ready', info: INFO });
    gate.getState().withdraw();
    gate.getState().askAgain();
    await gate.getState().enter(ALONE);
    expect(gate.getState()).toMatchObject({ step: 'open', isSharing: false });
    expect(app().engine.asked('stop')).toHaveLength(0);
  });

  it('is not cut off by a second handshake', async () => {
    const { gate, say } = gateAt();
    const page = say();
    await gate.getState().enter(SHARE);
    const replay = new FakePort();
    say(replay);
    expect(replay.heard).toEqual([]);
    gate.getState().withdraw();
    gate.getState().askAgain();
    await gate.getState().enter(SHARE);
    expect(page.heard.at(-1)).toEqual(OFF);
  });
});
