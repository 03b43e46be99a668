import { useEffect, useState } from 'react';
import { useServices } from '../context';
import { common, pages } from '../messages/texts';
import type { OpenedStudio } from '../services';
import { toProblem, type Problem } from '../shared/problems/problem';
import { ProblemCard } from '../shared/problems/Problems';
import type { StudioView } from '../shared/routes';
import { Button } from '../shared/ui/Button';

/** Loads the studio when somebody goes there: the monitor does without it. */
export function StudioGate({ view }: { readonly view: StudioView }) {
  const { openStudio } = useServices();
  const [studio, setStudio] = useState<OpenedStudio | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let current = true;
    openStudio().then(
      (opened) => current && setStudio(opened),
      (error: unknown) => current && setProblem(toProblem(error)),
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
          <ProblemCard problem={problem}>
            <Button
              variant="primary"
              onClick={() => {
                setProblem(null);
                setAttempt(attempt + 1);
              }}
            >
              {common.tryAgain}
            </Button>
          </ProblemCard>
        </div>
      ) : (
        <p role="status">{common.openingStudio}</p>
      )}
    </div>
  );
}
