/** The app's outermost layer: the component kit, kept answers, notices, the router. */
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import { useEffect, useState } from 'react';
import { RouterProvider } from 'react-router';
import { queryClient } from '../api/query-client';
import { Announcer } from '../components/live-region';
import { watchSession } from './session-watch';
import { makeRouter } from './router';
import { resolver, theme } from './theme';

/** @param nonce of this page's policy: what the kit writes into `<style>` must carry it. */
export function App({ nonce }: { nonce: string }) {
  const [router] = useState(makeRouter);
  useEffect(() => {
    if (nonce !== '') setNonce(nonce);
    return watchSession(queryClient);
  }, [nonce]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolver}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" zIndex={400} />
        <Announcer />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
