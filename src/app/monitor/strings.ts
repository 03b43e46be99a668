import { m } from '../messages/messages';

export const { welcome, loading, enrolment, allSet, monitor, details, alert, breaks } = m;
