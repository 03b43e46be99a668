import type { Command } from '../../embed/protocol';
import { isRunning } from '../monitor/monitor-events';
import type { MonitorStore } from '../monitor/monitor-store';

/**
 * What the course page may do: less, at any time (pause, stop). More, never by itself: a start is a request that the
 * learner answers, unless it only takes back a pause that the page itself had asked for.
 * @param onAsked the page would like the learner to start
 */
export function obeyHost(monitor: MonitorStore, onAsked: () => void): (command: Command['type']) => void {
  let pausedByHost = false;
  monitor.subscribe(({ paused }) => {
    if (!paused) pausedByHost = false;
  });

  return (command) => {
    const view = monitor.getState();
    const running = isRunning(view);
    switch (command) {
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
    }
  };
}
