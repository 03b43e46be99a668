import { useEffect, useId, useState, type ReactNode } from 'react';
import { useStore, type StoreApi } from 'zustand';
import type { ExtractRequest } from '../../../engine/studio-api';
import type { Person } from '../../../footage/recording';
import { useServices, useStores } from '../../context';
import { common, recorder as text } from '../../messages/texts';
import { fileStamp } from '../../shared/format';
import type { Problem } from '../../shared/problems/problem';
import { ProblemAlert } from '../../shared/problems/Problems';
import { Button } from '../../shared/ui/Button';
import { useFootage, useStudioServices } from '../context';
import { filmType, type FilmParts } from './camera-film';
import { freeSession } from './footage-store';
import type { Rates } from './sources';

export interface RecorderProps {
  readonly person: Person;
  readonly rates: Rates;
  readonly onClose: () => void;
}

/**
 * What is recorded, on what it stands on; the camera goes off with the component.
 * @param create told the parts, and the request that reads a film
 */
export function useRecording<State extends { readonly discard: () => void }>(
  { person, rates }: RecorderProps,
  nameOf: (stamp: string) => string,
  create: (parts: FilmParts, requestFor: (film: File) => ExtractRequest) => StoreApi<State>,
): State {
  const { alerts, now } = useServices();
  const { settings } = useStores();
  const { openCamera } = useStudioServices();
  const recordings = useFootage((state) => state.recordings);
  const [store] = useState(() => {
    const session = freeSession(nameOf(fileStamp(now())), person.id, recordings ?? []);
    return create(
      {
        name: session,
        openCamera: (onEnded) => openCamera(settings.getState().settings, onEnded),
        alerts,
        now: () => performance.now(),
      },
      (file) => ({
        personId: person.id,
        session,
        kind: 'webcam',
        files: [{ file, label: null }],
        ...rates,
        resume: null,
      }),
    );
  });
  useEffect(() => () => store.getState().discard(), [store]);
  return useStore(store);
}

interface CardProps {
  readonly title: string;
  readonly testId?: string;
  readonly recording: {
    readonly phase: string;
    readonly problem: Problem | null;
    readonly discard: () => void;
  };
  /** What is shown while the camera is on; null: it is not. */
  readonly stage: ReactNode;
  readonly intro: ReactNode;
  readonly start: string;
  readonly onStart: () => void;
  /** The button that ends it and uses what there is. */
  readonly finish: ReactNode;
  readonly onClose: () => void;
}

/** A recording: what it asks for, or its picture, and the ways to go on. */
export function RecorderCard(props: CardProps) {
  const { title, testId, recording, stage, intro, start, onStart, finish, onClose } = props;
  const { phase, problem, discard } = recording;
  const titleId = useId();
  const canRecord = filmType() !== null;
  return (
    <section className="card recorder" aria-labelledby={titleId} data-testid={testId} data-phase={phase}>
      <h2 id={titleId}>{title}</h2>
      {!canRecord ? (
        <p>{text.unsupported}</p>
      ) : (
        (stage ?? (
          <>
            {intro}
            <ProblemAlert problem={problem} />
          </>
        ))
      )}
      <div className="actions">
        {stage ? (
          <>
            {finish}
            <Button disabled={phase === 'saving'} onClick={discard}>
              {text.discard}
            </Button>
          </>
        ) : (
          <>
            <Button variant="primary" disabled={phase === 'opening' || !canRecord} onClick={onStart}>
              {phase === 'opening' ? text.opening : problem ? common.tryAgain : start}
            </Button>
            <Button onClick={onClose}>{text.close}</Button>
          </>
        )}
      </div>
    </section>
  );
}
