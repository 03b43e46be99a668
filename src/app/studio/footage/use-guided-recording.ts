import { useEffect, useRef, useState } from 'react';
import { SECOND_MS } from '../../../common/clock';
import { useServices, useSettings } from '../../context';
import { isAbort, studioProblemOf, type StudioProblem } from '../../shared/problems/studio-problem';
import { useStudioServices } from '../context';
import { filmType, startFilm, type Film } from './film';
import { guideOf, guideSeconds, momentOf, type GuideLength, type GuideMoment, type GuideStep } from './guide';

export interface GuidedRecording {
  readonly phase: 'idle' | 'opening' | 'recording' | 'saving';
  readonly stream: MediaStream | null;
  readonly steps: readonly GuideStep[];
  readonly moment: GuideMoment | null;
  readonly problem: StudioProblem | null;
  readonly begin: (length: GuideLength) => void;
  /** Ends it before its time and uses what there is. */
  readonly finish: () => void;
  readonly discard: () => void;
}

/** ms between two looks at the clock: the count-down is in whole seconds. */
const TICK = 200;

interface Running {
  readonly film: Film;
  readonly close: () => void;
  readonly steps: readonly GuideStep[];
}

/**
 * Camera, film and guide. The camera goes off with the component.
 * @param onFilm told the video, the guide and how many seconds of it were recorded
 */
export function useGuidedRecording(
  name: string,
  onFilm: (file: File, steps: readonly GuideStep[], seconds: number) => void,
): GuidedRecording {
  const { openCamera } = useStudioServices();
  const { alerts } = useServices();
  const camera = useSettings(({ settings }) => settings.camera);
  const [phase, setPhase] = useState<GuidedRecording['phase']>('idle');
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [steps, setSteps] = useState<readonly GuideStep[]>([]);
  const [startedAt, setStartedAt] = useState<number | null>(null);
  const [time, setTime] = useState(0);
  const [problem, setProblem] = useState<StudioProblem | null>(null);
  const running = useRef<Running | null>(null);
  const attempt = useRef(new AbortController());

  function letGo(): void {
    attempt.current.abort();
    running.current?.film.discard();
    running.current?.close();
    running.current = null;
    setStream(null);
    setStartedAt(null);
    setPhase('idle');
  }

  async function open(length: GuideLength): Promise<void> {
    const type = filmType();
    if (type === null) return;
    attempt.current = new AbortController();
    const { signal } = attempt.current;
    setPhase('opening');
    setProblem(null);
    try {
      const opened = await openCamera(camera, () => void finish());
      if (signal.aborted) opened.close();
      signal.throwIfAborted();
      const guide = guideOf(length);
      setSteps(guide);
      setStream(opened.stream);
      const film = startFilm(opened.stream, type, name, () => {
        setTime(0);
        setStartedAt(performance.now());
        setPhase('recording');
      });
      running.current = { film, close: opened.close, steps: guide };
    } catch (error) {
      if (isAbort(error)) return;
      letGo();
      setProblem(studioProblemOf(error));
    }
  }

  /** Also when the camera goes away: what was filmed until then is used. */
  async function finish(): Promise<void> {
    const ended = running.current;
    if (!ended) return;
    running.current = null;
    setPhase('saving');
    const seconds =
      startedAtRef.current === null ? 0 : (performance.now() - startedAtRef.current) / SECOND_MS;
    try {
      const file = await ended.film.finish();
      ended.close();
      onFilm(file, ended.steps, Math.floor(seconds));
    } catch (error) {
      ended.close();
      letGo();
      setProblem(studioProblemOf(error));
    }
  }

  const startedAtRef = useRef<number | null>(null);
  const finishRef = useRef(finish);
  useEffect(() => {
    startedAtRef.current = startedAt;
    finishRef.current = finish;
  });

  useEffect(() => {
    if (startedAt === null) return;
    let last: GuideMoment | null = null;
    const timer = setInterval(() => {
      const now = (performance.now() - startedAt) / SECOND_MS;
      setTime(now);
      const moment = momentOf(steps, now);
      // Whoever has closed their eyes hears that it is over.
      if (last?.step.label === 'asleep' && last.isReady && moment?.index !== last.index)
        void alerts.testSound('gentle');
      last = moment;
      if (now >= guideSeconds(steps)) void finishRef.current();
    }, TICK);
    return () => clearInterval(timer);
  }, [startedAt, steps, alerts]);

  useEffect(
    () => () => {
      attempt.current.abort();
      running.current?.film.discard();
      running.current?.close();
    },
    [],
  );

  return {
    phase,
    stream,
    steps,
    moment: phase === 'recording' ? momentOf(steps, time) : null,
    problem,
    begin: (length) => {
      // In the click: browsers make sounds after one only.
      alerts.unlock();
      void open(length);
    },
    finish: () => void finish(),
    discard: letGo,
  };
}
