/** Saved views: filters, order and columns that people keep for a page, for themselves or shared with a team. */
import { z } from 'zod';
import { IdParams } from '../input/fields';
import {
  changeSavedView,
  createSavedView,
  deleteSavedView,
  listSavedViews,
  savedFields,
  savedPages,
  SavedView,
} from '../saved-views';
import { defineRoute } from '../route';

const Page = z.enum(savedPages);

const list = defineRoute({
  method: 'get',
  path: '/saved-views',
  tag: 'Views',
  summary: 'Lists your saved views, and those shared with your teams',
  permission: 'directory.read',
  query: z.strictObject({ page: Page.optional() }),
  answers: { 200: z.strictObject({ items: z.array(SavedView) }) },
  audit: 'saved-view.list',
  async handle({ query, caller, deps }) {
    return { status: 200, body: { items: await listSavedViews(deps.db.pool, caller, query.page) } };
  },
});

const create = defineRoute({
  method: 'post',
  path: '/saved-views',
  tag: 'Views',
  summary: 'Saves a view',
  description: 'A filter may name a person: it is kept here, so that it need not stand in an address.',
  permission: 'directory.read',
  body: z.strictObject({ page: Page, ...savedFields }),
  answers: { 201: SavedView },
  problems: ['conflict'],
  audit: 'saved-view.create',
  async handle({ body, caller, deps }) {
    const { page, ...view } = body;
    const saved = await createSavedView(deps.db.pool, caller, page, view);
    return { status: 201, body: saved, headers: { Location: `/api/v1/saved-views/${saved.id}` } };
  },
});

const change = defineRoute({
  method: 'patch',
  path: '/saved-views/:id',
  tag: 'Views',
  summary: 'Changes a view of yours: its name, filter, order, columns, or the team it is shared with',
  permission: 'directory.read',
  params: IdParams,
  body: z
    .strictObject({ ...savedFields, name: savedFields.name.optional(), filter: savedFields.filter.optional() })
    .refine((view) => Object.values(view).some((value) => value !== undefined), { error: 'names nothing to change' }),
  answers: { 200: SavedView },
  problems: ['not_found', 'conflict'],
  audit: 'saved-view.change',
  async handle({ params, body, caller, deps }) {
    return { status: 200, body: await changeSavedView(deps.db.pool, caller, params.id, body) };
  },
});

const remove = defineRoute({
  method: 'delete',
  path: '/saved-views/:id',
  tag: 'Views',
  summary: 'Deletes a view of yours',
  permission: 'directory.read',
  params: IdParams,
  answers: { 204: null },
  problems: ['not_found'],
  audit: 'saved-view.delete',
  async handle({ params, caller, deps }) {
    await deleteSavedView(deps.db.pool, caller, params.id);
    return { status: 204, body: null };
  },
});

export const savedViewRoutes = [list, create, change, remove];
