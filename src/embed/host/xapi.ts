import type { SharedAlertEvent, SharedStateEvent, XapiContext, XapiStatement } from '../api';

/** No record store takes others, though browsers do. */
const IRI = /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i;

/**
 * A state or an alert as an xAPI statement: the learner "experienced" the lecture, with the state
 * or the alert's level as an extension of the result. Pure: it sends nothing, and whether it may be
 * kept is for the learner to agree to.
 * @throws TypeError when the vocabulary, the lecture or the learner's home page is no absolute IRI:
 *   no record store would take that
 */
export function toXapi(event: SharedStateEvent | SharedAlertEvent, context: XapiContext): XapiStatement {
  const { actor, activityId, vocabulary } = context;
  for (const iri of [vocabulary, activityId, actor.account.homePage])
    if (!IRI.test(iri) || !URL.canParse(iri)) throw new TypeError(`xAPI: "${iri}" is no absolute IRI.`);
  return {
    actor,
    verb: { id: 'http://adlnet.gov/expapi/verbs/experienced', display: { 'en-US': 'experienced' } },
    object: { objectType: 'Activity', id: activityId },
    result: {
      extensions: { [vocabulary + event.type]: event.type === 'state' ? event.state : event.level },
    },
    timestamp: new Date(event.t).toISOString(),
  };
}
