/** The pages of the rules: the rules themselves, a what-if in full, what a version did, and the holidays. */
import type { RouteObject } from 'react-router';

const rules = async () => ({ Component: (await import('./rules-page')).RulesPage });

export const routes: RouteObject[] = [
  { path: 'rules', lazy: rules },
  { path: 'rules/:ruleId', lazy: rules },
  { path: 'rules/holidays', lazy: async () => ({ Component: (await import('./holidays-page')).HolidaysPage }) },
  { path: 'rules/what-if/:whatIfId', lazy: async () => ({ Component: (await import('./what-if-page')).WhatIfPage }) },
  { path: 'rules/versions/:version', lazy: async () => ({ Component: (await import('./version-page')).VersionPage }) },
];
