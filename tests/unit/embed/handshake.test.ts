import { describe, expect, it, vi } from 'vitest';
import { awaitHandshake } from '../../../src/embed/frame/handshake';
import { COURSE, FakeFrame, type Said } from './frame-window';

function waiting() {
  const frame = new FakeFrame();
  const accept = vi.fn<(port: MessagePort) => void>();
  const end = awaitHandshake(frame.window, COURSE, accept);
  return { frame, accept, end };
}

describe('the handshake', () => {
  it('hands over the port of the page that holds the frame', () => {
    const { frame, accept } = waiting();
    frame.say();
    expect(accept).toHaveBeenCalledOnce();
    expect(accept.mock.calls[0]![0]).toBeInstanceOf(MessagePort);
  });

  const ports = [new MessageChannel().port1, new MessageChannel().port1];
  const attacks: Readonly<Record<string, Said>> = {
    'another origin': { origin: 'https://evil.example' },
    'the same host without TLS': { origin: 'http://course.example' },
    'a sandboxed page, whose origin is null': { origin: 'null' },
    'a window beside the frame': { source: {} },
    'no window at all': { source: null },
    'another version': { data: { type: 'wakeful:connect', version: 2 } },
    'no version': { data: { type: 'wakeful:connect' } },
    'one field too many': { data: { type: 'wakeful:connect', version: 1, autostart: true } },
    'an oversized message': { data: { type: 'wakeful:connect', version: 1, pad: 'x'.repeat(10_000_000) } },
    'another message': { data: 'wakeful:connect' },
    nothing: { data: null },
    'no port': { ports: [] },
    'two ports': { ports },
  };
  it.each(Object.entries(attacks))('gives nothing to %s', (_, said) => {
    const { frame, accept } = waiting();
    frame.say(said);
    expect(accept).not.toHaveBeenCalled();
    frame.say();
    expect(accept, 'and the true page is heard after it').toHaveBeenCalledOnce();
  });

  it('happens once: a replay is not heard', () => {
    const { frame, accept } = waiting();
    frame.say();
    frame.say();
    expect(accept).toHaveBeenCalledOnce();
  });

  it('does not happen after the waiting has ended', () => {
    const { frame, accept, end } = waiting();
    end();
    frame.say();
    expect(accept).not.toHaveBeenCalled();
  });
});
