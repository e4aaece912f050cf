/** What stands around every page: navigation, banners, status bar, keys, search; and the wait for who is signed in. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useState } from 'react';
import { Outlet, useLocation } from 'react-router';
import { startLive } from '../../api/live';
import { isSignedOut } from '../../api/problem';
import { meQuery } from '../../api/session';
import { ErrorState } from '../../components/error-state';
import { SkeletonRows } from '../../components/skeleton-rows';
import { listenToKeys } from '../hotkeys';
import { Banners } from './banners';
import { KeySheet } from './key-sheet';
import { Navigation } from './navigation';
import { PhoneTabs } from './phone-tabs';
import { SearchPalette } from './search-palette';
import { SessionEnded } from './session-ended';
import { StatusBar } from './status-bar';
import { useGoKeys } from './go-keys';
import classes from './shell.module.css';

export function Shell() {
  const me = useQuery(meQuery);
  if (me.data) return <Frame />;
  if (isSignedOut(me.error)) return <ToSignIn />;
  return (
    <main className={classes.alone}>
      {me.error ? (
        <ErrorState error={me.error} what="Caseclock could not find out who you are." onRetry={me.refetch} />
      ) : (
        <SkeletonRows rows={12} />
      )}
    </main>
  );
}

/** Sign-in is a page of the server's own; it brings people back to where they wanted to go. */
function ToSignIn() {
  const { pathname } = useLocation();
  useEffect(() => {
    globalThis.location.replace(`/sign-in?next=${encodeURIComponent(pathname)}`);
  }, [pathname]);
  return null;
}

function Frame() {
  const queryClient = useQueryClient();
  const [keysOpen, setKeysOpen] = useState(false);
  const [searchOpen, setSearchOpen] = useState(false);
  useEffect(() => startLive(queryClient), [queryClient]);
  useEffect(listenToKeys, []);
  useGoKeys({ showKeys: () => setKeysOpen(true), search: () => setSearchOpen(true) });
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#main">
        Skip to the page
      </a>
      <Navigation />
      <div className={classes.column}>
        <Banners />
        {/* Before the page, though they stand below it: behind a list without an end, no key would ever get to them. */}
        <PhoneTabs />
        <StatusBar onKeys={() => setKeysOpen(true)} />
        <main id="main" className={classes.main} tabIndex={-1}>
          <Suspense fallback={<SkeletonRows rows={12} />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <KeySheet opened={keysOpen} onClose={() => setKeysOpen(false)} />
      <SearchPalette opened={searchOpen} onOpen={() => setSearchOpen(true)} onClose={() => setSearchOpen(false)} />
      <SessionEnded />
    </div>
  );
}
