import { common, pages } from '../shared/strings';
import { learners as text } from './strings';
import { useLearners } from '../context';
import { DeleteEverything } from './DeleteEverything';
import { ImportLearner } from './ImportLearner';
import { LearnerCard } from './LearnerCard';
import { SetAsideRecords } from './SetAsideRecords';

/** Who can be recognised on this device, and everything that is kept. */
export function LearnersPage() {
  const learners = useLearners((state) => state.learners);
  return (
    <div className="page">
      <header className="page-head">
        <h1>{pages.learners}</h1>
        <p className="lead">{text.lead}</p>
      </header>
      {learners === null ? (
        <p role="status">{common.reading}</p>
      ) : learners.length === 0 ? (
        <div className="empty">
          <h2>{text.emptyTitle}</h2>
          <p>{text.empty}</p>
        </div>
      ) : (
        <ul className="list">
          {learners.map((learner) => (
            <LearnerCard key={learner.id} learner={learner} />
          ))}
        </ul>
      )}
      <ImportLearner />
      <SetAsideRecords />
      <DeleteEverything />
    </div>
  );
}
