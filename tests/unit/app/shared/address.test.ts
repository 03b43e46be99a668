import { describe, expect, it } from 'vitest';
import { clockTime, hoursRange, inWords, percent } from '../../../../src/app/shared/format';
import { backendOf, hrefOf, routeOf } from '../../../../src/app/shared/routes';

describe('?backend=', () => {
  it('is one of those there are, or nobody asked', () => {
    expect(backendOf('?backend=wasm')).toBe('wasm');
    expect(backendOf('?x=1&backend=webgpu')).toBe('webgpu');
    for (const search of ['', '?backend=', '?backend=cpu', '?backend=WASM', '?backend=wasm%00'])
      expect(backendOf(search)).toBeNull();
  });
});

describe('routes', () => {
  it('lead back to where they come from', () => {
    const routes = [
      { page: 'monitor' },
      { page: 'history' },
      { page: 'session', id: 'a/b c' },
      { page: 'learners' },
      { page: 'studio', view: { name: 'footage' } },
      { page: 'studio', view: { name: 'footage', adds: true } },
      { page: 'studio', view: { name: 'labels', id: 'a/b c' } },
      { page: 'studio', view: { name: 'labels', id: 'a', second: 31 } },
      { page: 'studio', view: { name: 'train' } },
      { page: 'studio', view: { name: 'models' } },
      { page: 'studio', view: { name: 'verdict', id: 'x/y' } },
      { page: 'settings' },
      { page: 'about' },
    ] as const;
    for (const route of routes) expect(routeOf(hrefOf(route))).toEqual(route);
  });

  it('lead to the monitor when nobody knows them', () => {
    for (const hash of ['', '#', '#/', '#nowhere', '#/nowhere/x'])
      expect(routeOf(hash)).toEqual({ page: 'monitor' });
  });

  it('survive a broken address', () => {
    expect(routeOf('#/history/%E0%A4%A')).toEqual({ page: 'session', id: '%E0%A4%A' });
  });
});

describe('times and shares', () => {
  it('are written shortly', () => {
    expect(clockTime(0)).toBe('0:00');
    expect(clockTime(65_000)).toBe('1:05');
    expect(clockTime(3_905_999)).toBe('1:05:05');
    expect(inWords(4000)).toBe('4\u00a0sec');
    expect(inWords(64_600)).toBe('1\u00a0min 5\u00a0sec');
    expect(inWords(3_599_900)).toBe('1\u00a0hr');
    expect(inWords(-5)).toBe('0\u00a0sec');
    expect(percent(0.066)).toBe('7%');
    expect(percent(null)).toBe('–');
  });
});

it('hours that end at midnight are told without a date', () => {
  for (let hour = 0; hour < 24; hour += 2) expect(hoursRange(hour, hour + 2)).not.toMatch(/20\d\d|\//);
  expect(hoursRange(22, 24)).toMatch(/^10 PM – 12 AM$|^22 – 00$/);
});
