/** How answers are kept: old ones stay while new ones load, what passes by itself is asked again, what does not is said. */
import { QueryClient } from '@tanstack/react-query';
import { isPassing } from './problem';

const FRESH_MS = 15_000;
const TRY_AGAIN_MS = 4_000;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: (failures, error) => failures < 1 && isPassing(error),
      retryDelay: 500,
      // A page whose server was away recovers by itself.
      refetchInterval: ({ state }) => (state.status === 'error' && isPassing(state.error) ? TRY_AGAIN_MS : false),
      refetchOnWindowFocus: true,
      // A browser's idea of being offline is often wrong behind a clinic's proxy: ask, and say what happened.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
