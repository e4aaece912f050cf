/** Server-sent events of changed cases: id, kind and version, nothing else. Resumes from the last position received. */
import { z } from 'zod';
import { streamsOf } from '../changes/open-streams';
import { openStream } from '../changes/stream';
import { plain } from '../privacy/phi';
import { Problem } from '../problem';
import { defineRoute, STREAMED } from '../route';

const MOST_STREAMS = 500;

export default defineRoute({
  method: 'get',
  path: '/events/stream',
  tag: 'Changes',
  summary: 'Streams changes of cases as server-sent events',
  description:
    'Only cases that you may see, as your role and locations are at that moment; the stream ends when the account does. ' +
    'Events: `change` {caseId, kind, version}, `reset` (too much was missed: read again what you show). A change may ' +
    'come twice, never be missed: send Last-Event-ID after a break, as EventSource does by itself.',
  permission: 'case.read',
  headers: ['Last-Event-ID'],
  produces: 'text/event-stream',
  answers: { 200: plain(z.string()) },
  problems: ['bad_header'],
  audit: 'case.stream',
  async handle({ caller, deps, req, res, record }) {
    const since = positionIn(req.get('last-event-id'));
    if (streamsOf(deps.changes) >= MOST_STREAMS) {
      throw new Problem('unavailable', 'Too many streams are open here. Try again later.', {}, { 'Retry-After': '10' });
    }
    await record({ outcome: 'opened' });
    const sent = await openStream(deps, caller, res, since);
    res.on('close', () => {
      record({ outcome: 'closed', data: { changes: sent() } }).catch(() => deps.log.warn('a closing has no audit row'));
    });
    return STREAMED;
  },
});

function positionIn(header: string | undefined): bigint | null {
  if (header === undefined || header === '') return null;
  if (!/^\d{1,18}$/.test(header)) throw new Problem('bad_header', 'Last-Event-ID must be the id of a change received.');
  return BigInt(header);
}
