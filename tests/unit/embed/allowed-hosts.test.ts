import { describe, expect, it } from 'vitest';
import { isAllowedHost, originOf } from '../../../src/embed/frame/allowed-hosts';

const SELF = 'https://wakeful.example';

describe('the origin that a frame is told', () => {
  it.each(['https://course.example', 'http://localhost:4180', 'https://course.example:8443'])(
    'is read: %s',
    (origin) => expect(originOf(origin)).toBe(origin),
  );

  it.each([
    null,
    '',
    'null',
    'course.example',
    'https://course.example/',
    'https://course.example/path',
    'HTTPS://COURSE.EXAMPLE',
    'https://user@course.example',
    'https://course.example:443',
    'file:///etc/passwd',
    'data:text/html,x',
    'javascript:alert(1)',
    'blob:https://course.example/1',
  ])('is nothing else: %s', (text) => expect(originOf(text)).toBeNull());
});

describe('the list of course pages, written as CSP’s frame-ancestors', () => {
  it.each([
    ["'self'", SELF],
    ['https://course.example', 'https://course.example'],
    ['https://course.example:443', 'https://course.example'],
    ['https://course.example:8443', 'https://course.example:8443'],
    ['https://course.example:*', 'https://course.example:8443'],
    ['https://course.example/moodle/', 'https://course.example'],
    ['HTTPS://Course.Example', 'https://course.example'],
    ['https://*.uni.example', 'https://moodle.uni.example'],
    ['https://*.uni.example', 'https://a.b.uni.example'],
    ['course.example', 'https://course.example'],
    ['https:', 'https://course.example'],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
    ['http://[::1]:4000', 'http://[::1]:4000'],
    ['*', 'https://course.example'],
  ])('%s has %s', (source, origin) => expect(isAllowedHost(origin, [source], SELF)).toBe(true));

  it.each([
    ["'self'", 'https://course.example'],
    ["'self'", 'http://wakeful.example'],
    ["'none'", SELF],
    ['', SELF],
    ['https://course.example', 'http://course.example'],
    ['https://course.example', 'https://course.example:8443'],
    ['https://course.example', 'https://course.example.evil.example'],
    ['https://course.example', 'https://evilcourse.example'],
    ['https://*.uni.example', 'https://uni.example'],
    ['https://*.uni.example', 'https://eviluni.example'],
    ['course.example', 'http://course.example'],
    ['https:', 'http://course.example'],
    ['https://cour*.example', 'https://course.example'],
    ["'strict-dynamic'", SELF],
  ])('%s has not %s', (source, origin) => expect(isAllowedHost(origin, [source], SELF)).toBe(false));

  it('has what any of its sources has, and nothing when it is empty', () => {
    expect(isAllowedHost('https://b.example', ["'self'", 'https://b.example'], SELF)).toBe(true);
    expect(isAllowedHost(SELF, [], SELF)).toBe(false);
  });
});
