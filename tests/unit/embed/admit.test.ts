import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAllowedHost } from '../../../src/embed/frame/allowed-hosts';
import { admit, type FrameWindow } from '../../../src/embed/frame/refusal';
import { COURSE, FakeFrame, WAKEFUL } from './frame-window';

/** A page around the course page. */
const PORTAL = 'https://portal.example';

const at = (search: string, more: Partial<FrameWindow['location']> = {}): FakeFrame =>
  new FakeFrame({ search, ...more });
const isAdmitted = (frame: FakeFrame, sources = [COURSE]) => admit(frame.window, sources);

describe('a course page is let in', () => {
  it('when it is on the list and says who it is', () => {
    expect(isAdmitted(new FakeFrame())).toEqual({ host: COURSE });
  });

  it('when the browser agrees with what it says', () => {
    const frame = new FakeFrame({ ancestorOrigins: [COURSE] });
    expect(isAdmitted(frame)).toEqual({ host: COURSE });
  });

  it('when all pages around it are on the list too', () => {
    const frame = new FakeFrame({ ancestorOrigins: [COURSE, PORTAL, COURSE] });
    expect(isAdmitted(frame, [COURSE, PORTAL])).toEqual({ host: COURSE });
  });

  it('when the browser cannot tell whether the camera is passed on: trying will', () => {
    const frame = new FakeFrame();
    Object.assign(frame.document, { featurePolicy: undefined });
    expect(isAdmitted(frame)).toEqual({ host: COURSE });
  });
});

describe('a course page is refused', () => {
  it('when there is none', () => {
    const frame = new FakeFrame();
    Object.assign(frame, { parent: frame });
    expect(isAdmitted(frame)).toEqual({ refusal: 'not-framed' });
  });

  it.each([
    '',
    '?host=',
    '?host=null',
    '?host=course.example',
    `?host=${COURSE}/`,
    '?host=javascript:alert(1)',
  ])('when it does not say who it is: %s', (search) =>
    expect(isAdmitted(at(search), ['*'])).toEqual({ refusal: 'host-missing' }),
  );

  it('when the deployer does not list it', () => {
    expect(isAdmitted(new FakeFrame(), ["'self'"])).toEqual({ refusal: 'host-not-listed' });
    expect(isAdmitted(new FakeFrame(), [''])).toEqual({ refusal: 'host-not-listed' });
  });

  it('when the browser says that it is another one', () => {
    const frame = new FakeFrame({ ancestorOrigins: ['https://evil.example', COURSE] });
    expect(isAdmitted(frame)).toEqual({ refusal: 'host-mismatch' });
  });

  it.each([PORTAL, 'null', 'file://'])('when a page further out is not on the list: %s', (outer) => {
    const refused = { refusal: 'ancestor-not-listed' };
    expect(isAdmitted(new FakeFrame({ ancestorOrigins: [COURSE, outer] }))).toEqual(refused);
    expect(isAdmitted(new FakeFrame({ ancestorOrigins: [COURSE, outer, COURSE] }))).toEqual(refused);
  });

  it('when a page further out hides its origin, although every origin is on the list', () =>
    expect(isAdmitted(new FakeFrame({ ancestorOrigins: [COURSE, 'null'] }), ['*'])).toEqual({
      refusal: 'ancestor-not-listed',
    }));

  it('when it is a sandboxed page, whose origin is null', () => {
    expect(isAdmitted(new FakeFrame({ ancestorOrigins: ['null'] }))).toEqual({ refusal: 'host-mismatch' });
  });

  it('when it, or a page around it, is not secure', () => {
    const frame = new FakeFrame();
    Object.assign(frame, { isSecureContext: false });
    expect(isAdmitted(frame)).toEqual({ refusal: 'insecure-frame' });
  });

  it('when it keeps the camera', () => {
    const frame = new FakeFrame();
    frame.passesCamera = false;
    expect(isAdmitted(frame)).toEqual({ refusal: 'camera-not-passed-on' });
  });

  it('whatever its address is, unless it names a page of the list that is the page around it', () => {
    const words = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.constantFrom('null', COURSE, WAKEFUL, `${COURSE}:443`),
    );
    fc.assert(
      fc.property(words, words, words, fc.array(words), (host, around, outer, sources) => {
        const frame = at(`?host=${encodeURIComponent(host)}`, { ancestorOrigins: [around, outer] });
        const admission = admit(frame.window, sources);
        if ('host' in admission) {
          expect(admission.host).toBe(host);
          expect(around).toBe(host);
          expect(isAllowedHost(outer, sources, WAKEFUL)).toBe(true);
        } else {
          expect(admission.refusal).toMatch(/^host-|^ancestor-/);
        }
      }),
    );
  });
});
