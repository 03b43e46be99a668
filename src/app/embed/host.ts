import type { SharedAvailability } from '../../embed/api';
import type { Outbox } from '../../embed/frame/outbox';
import type { Command } from '../../embed/protocol';
import { isRunning } from '../monitor/phase';
import type { MonitorState, MonitorStore } from '../monitor/monitor-store';

/**
 * What the course page may do: less, at any time (pause, stop). More, never by itself: a start is a
 * request that the learner answers, unless it only takes back a pause that the page itself had
 * asked for. And it may tell where its lecture stands.
 * @param onAsked the page would like the learner to start
 */
export function obeyHost(monitor: MonitorStore, onAsked: () => void): (command: Command) => void {
  let pausedByHost = false;
  monitor.subscribe(({ paused }) => {
    if (!paused) pausedByHost = false;
  });

  return (command) => {
    const view = monitor.getState();
    const running = isRunning(view);
    switch (command.type) {
      case 'start':
        if (pausedByHost) view.resume();
        else if (!running) onAsked();
        break;
      case 'pause':
        if (!running || view.paused) return;
        view.pause();
        pausedByHost = true;
        break;
      case 'stop':
        if (running) void view.stop();
        break;
      case 'time':
        view.playerTime(command.seconds);
    }
  };
}

function availabilityOf(view: MonitorState): SharedAvailability {
  if (!isRunning(view)) return 'off';
  return view.paused ? 'paused' : 'monitoring';
}

const levelOf = ({ alert }: MonitorState) => alert?.level ?? null;

/**
 * Tells the course page what it may know: the state without its reason, the alert without its
 * cause, and whether a session runs. Begins with what is the case now.
 * @returns ends it: from then on nothing leaves, not even what waited
 */
export function shareMonitor(monitor: MonitorStore, outbox: Outbox): () => void {
  function tell(view: MonitorState, before: MonitorState | null): void {
    const wasRunning = before !== null && isRunning(before);
    const availability = availabilityOf(view);
    if (before === null || availabilityOf(before) !== availability)
      outbox.offer({ type: 'availability', availability });
    // The last one, after the session, is unknown: no old state may stand or wait.
    if ((isRunning(view) || wasRunning) && view.state !== before?.state)
      outbox.offer({ type: 'state', state: view.state.provisional ? 'unknown' : view.state.state });
    const level = levelOf(view);
    if (level !== (before === null ? null : levelOf(before))) outbox.offer({ type: 'alert', level });
  }

  tell(monitor.getState(), null);
  const end = monitor.subscribe(tell);
  return () => {
    end();
    outbox.close();
  };
}
