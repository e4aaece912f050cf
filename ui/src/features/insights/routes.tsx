/** Figures: denials, Tier 1, and the measures. Their charts are loaded with them. */
import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'insights', lazy: async () => ({ Component: (await import('./denials-page')).DenialsPage }) },
  { path: 'insights/tier-1', lazy: async () => ({ Component: (await import('./tier-one-page')).TierOnePage }) },
  { path: 'insights/measures', lazy: async () => ({ Component: (await import('./measures-page')).MeasuresPage }) },
];
