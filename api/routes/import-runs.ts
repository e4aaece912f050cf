/** What a person decides about an import: stop, resume, import for real, check again. */
import { z } from 'zod';
import { IdParams } from '../input/fields';
import { ImportView } from '../read/imports';
import { defineRoute } from '../route';
import { acceptedImport, changeImport, ImportOptions, importsOf, shownImport } from '../run-import';

const stop = defineRoute({
  method: 'post',
  path: '/imports/:id/stop',
  tag: 'Imports',
  summary: 'Stops an import between two rows; what is written stays',
  permission: 'import.run',
  params: IdParams,
  answers: { 202: ImportView },
  problems: ['not_found', 'conflict'],
  audit: 'import.stop',
  async handle({ params, caller, deps }) {
    await shownImport(deps, caller, 'import.run', params.id);
    await changeImport(() => importsOf(deps).stop(params.id));
    return acceptedImport(await shownImport(deps, caller, 'import.run', params.id));
  },
});

const resume = defineRoute({
  method: 'post',
  path: '/imports/:id/resume',
  tag: 'Imports',
  summary: 'Goes on with a stopped or failed import from where it was',
  permission: 'import.run',
  params: IdParams,
  answers: { 202: ImportView },
  problems: ['not_found', 'conflict'],
  audit: 'import.resume',
  async handle({ params, caller, deps }) {
    await shownImport(deps, caller, 'import.run', params.id);
    await changeImport(() => importsOf(deps).resume(params.id));
    return acceptedImport(await shownImport(deps, caller, 'import.run', params.id));
  },
});

const apply = defineRoute({
  method: 'post',
  path: '/imports/:id/apply',
  tag: 'Imports',
  summary: 'Imports for real what a finished dry run has checked',
  description: 'Answers with the new import. Asking again answers with the same one.',
  permission: 'import.run',
  params: IdParams,
  answers: { 202: ImportView },
  problems: ['not_found', 'conflict'],
  audit: 'import.apply',
  async handle({ params, caller, deps }) {
    await shownImport(deps, caller, 'import.run', params.id);
    const id = await changeImport(() => importsOf(deps).apply(params.id, caller.userId));
    return acceptedImport(await shownImport(deps, caller, 'import.run', id));
  },
});

const checkAgain = defineRoute({
  method: 'post',
  path: '/imports/:id/check-again',
  tag: 'Imports',
  summary: 'Checks the file of a dry run once more with other options, such as a column mapping',
  description: 'Answers with the new dry run, which takes the file over.',
  permission: 'import.run',
  params: IdParams,
  body: z.strictObject({ options: ImportOptions }),
  answers: { 202: ImportView },
  problems: ['not_found', 'conflict'],
  audit: 'import.check-again',
  async handle({ params, body, caller, deps }) {
    await shownImport(deps, caller, 'import.run', params.id);
    const id = await changeImport(() => importsOf(deps).checkAgain(params.id, body.options, caller.userId));
    return acceptedImport(await shownImport(deps, caller, 'import.run', id));
  },
});

export const importRunRoutes = [stop, resume, apply, checkAgain];
