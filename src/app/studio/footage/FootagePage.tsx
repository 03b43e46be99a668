import { common } from '../../strings';
import { footage as text, studio as studioText } from '../strings';
import { useFootage } from '../context';
import { StudioTrouble } from '../../shared/problems/StudioTrouble';
import { AddFootage } from './AddFootage';
import { DataSet } from './DataSet';
import { FourSteps } from './FourSteps';
import { Jobs } from './Jobs';
import { NextAfterFootage } from './NextAfterFootage';
import { PersonCard } from './PersonCard';
import { Space } from './Space';

/** Whose footage there is, and how more comes in. */
export function FootagePage({ adds }: { readonly adds: boolean }) {
  const people = useFootage((state) => state.people);
  const recordings = useFootage((state) => state.recordings);
  const hasJobs = useFootage((state) => state.jobs.length > 0);
  const problem = useFootage((state) => state.problem);
  const dismiss = useFootage((state) => state.dismissProblem);
  const isEmpty = people?.length === 0 && !hasJobs;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{isEmpty ? text.emptyTitle : text.title}</h1>
        <p className="lead">{isEmpty ? text.empty : text.lead}</p>
      </header>
      <StudioTrouble problem={problem} onDismiss={dismiss} />
      {people === null || recordings === null ? (
        <p role="status">{common.reading}</p>
      ) : (
        <>
          {isEmpty && <FourSteps />}
          {!isEmpty && <NextAfterFootage recordings={recordings} />}
          <Jobs />
          {people.length > 0 && (
            <ul className="list" aria-label={text.title}>
              {people.map((person) => (
                <PersonCard
                  key={person.id}
                  person={person}
                  recordings={recordings.filter(({ personId }) => personId === person.id)}
                />
              ))}
            </ul>
          )}
          <AddFootage people={people} isAsked={adds} />
          <p className="biometric hint">
            <span className="tag">{studioText.biometric}</span> {studioText.staysHere}
          </p>
          <Space />
          <DataSet isEmpty={recordings.length === 0} />
        </>
      )}
    </div>
  );
}
