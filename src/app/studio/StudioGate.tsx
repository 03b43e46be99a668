import { useEffect, useState } from 'react';
import { useServices } from '../context';
import type { OpenedStudio } from '../services';
import { problemOf, type Notice } from '../shared/problems/notices-store';
import { Problem } from '../shared/problems/Problem';
import type { StudioView } from '../shared/routes';
import { common, pages } from '../strings';

/** Loads the studio when somebody goes there: the monitor does without it. */
export function StudioGate({ view }: { readonly view: StudioView }) {
  const { openStudio } = useServices();
  const [studio, setStudio] = useState<OpenedStudio | null>(null);
  const [problem, setProblem] = useState<Notice | null>(null);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let current = true;
    openStudio().then(
      (opened) => current && setStudio(opened),
      (error: unknown) => current && setProblem(problemOf(error)),
    );
    return () => {
      current = false;
    };
  }, [openStudio, attempt]);

  if (studio) return <studio.View view={view} />;
  return (
    <div className="page">
      <h1>{pages.studio}</h1>
      {problem ? (
        <div role="alert">
          <Problem code={problem.code} detail={problem.detail}>
            <button
              type="button"
              className="button button-primary"
              onClick={() => {
                setProblem(null);
                setAttempt(attempt + 1);
              }}
            >
              {common.tryAgain}
            </button>
          </Problem>
        </div>
      ) : (
        <p role="status">{common.openingStudio}</p>
      )}
    </div>
  );
}
