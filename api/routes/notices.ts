/** What a person is told, and what of it they have read. */
import { z } from 'zod';
import { plain } from '../privacy/phi';
import { listNotices, markRead, MOST_NOTICES, NoticeView } from '../notices/list-notices';
import { defineRoute } from '../route';

const list = defineRoute({
  method: 'get',
  path: '/notices',
  tag: 'Notices',
  summary: 'Lists what you are told, newest first: cases, emergencies to review, tasks handed to you, work that ended',
  description: 'Of the last 30 days. A notice to a role is shown to those of the role who may read its case.',
  permission: 'directory.read',
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(MOST_NOTICES).default(50) }),
  answers: { 200: z.strictObject({ items: z.array(NoticeView), unread: z.int() }) },
  audit: 'notice.list',
  async handle({ query, caller, deps }) {
    const all = await listNotices(deps.db.pool, caller, deps.now(), MOST_NOTICES);
    const unread = all.filter((notice) => !notice.read).length;
    return { status: 200, body: { items: all.slice(0, query.limit), unread } };
  },
});

const KEY = /^(notice|break-glass|task|batch|import):[0-9a-f-]{36}(:\d{1,16})?$/;

const read = defineRoute({
  method: 'post',
  path: '/notices/read',
  tag: 'Notices',
  summary: 'Marks notices as read, for you alone',
  permission: 'directory.read',
  body: z.strictObject({ ids: z.array(z.string().regex(KEY, 'is no id of a notice')).min(1).max(MOST_NOTICES) }),
  answers: { 200: z.strictObject({ read: plain(z.array(z.string())) }) },
  audit: 'notice.read',
  async handle({ body, caller, deps }) {
    // Only what one is told can be marked: nobody fills the table with keys of nothing.
    const told = new Set(
      (await listNotices(deps.db.pool, caller, deps.now(), MOST_NOTICES)).map((notice) => notice.id),
    );
    const known = body.ids.filter((id) => told.has(id));
    await markRead(deps.db.pool, caller, known);
    return { status: 200, body: { read: known } };
  },
});

export const noticeRoutes = [list, read];
