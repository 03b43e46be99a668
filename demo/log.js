const LINES = 50;

/** Every event of the monitor, the newest first; states that repeat are counted in one line. */
export function keepLog(monitor, list) {
  let last = null;

  function add(text, t) {
    if (last?.text === text) {
      last.count.textContent = ` × ${++last.times}`;
      return;
    }
    const line = document.createElement('div');
    const count = document.createElement('span');
    line.append(`${new Date(t).toLocaleTimeString()} ${text}`, count);
    list.prepend(line);
    while (list.children.length > LINES) list.lastChild.remove();
    last = { text, count, times: 1 };
  }

  monitor.on('state', ({ t, state }) => add(`state: ${state}`, t));
  monitor.on('alert', ({ t, level }) => add(`alert: ${level ?? 'over'}`, t));
  monitor.on('availability', ({ t, availability }) => add(`availability: ${availability}`, t));
  monitor.on('error', ({ code, message }) => add(`error: ${code}. ${message}`, Date.now()));
}
