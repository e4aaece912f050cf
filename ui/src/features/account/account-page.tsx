/** One's own account: name, ways to sign in, sessions, tokens, and how the app looks and listens. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconLogout } from '@tabler/icons-react';
import { ErrorState } from '../../components/error-state';
import { Page } from '../../components/page';
import { accountQuery } from '../../components/prove-again';
import { SaveError } from '../../components/save-error';
import { SkeletonRows } from '../../components/skeleton-rows';
import { AppearanceCard } from './appearance-card';
import { AwayCard } from './away-card';
import { NameCard } from './name-card';
import { PasswordCard } from './password-card';
import { SecondFactorCard } from './second-factor-card';
import { SessionsCard } from './sessions-card';
import { TokensCard } from './tokens-card';
import { useSignOut } from './use-sign-out';
import classes from './account.module.css';

export function AccountPage() {
  const account = useQuery(accountQuery);
  const signOut = useSignOut();
  return (
    <Page
      title="Account"
      subtitle={account.data?.email}
      actions={
        <Button
          variant="default"
          leftSection={<IconLogout size={16} />}
          loading={signOut.isPending}
          onClick={() => signOut.mutate()}
        >
          Sign out
        </Button>
      }
      padded
    >
      <SaveError error={signOut.error} what="You are still signed in." />
      {account.isPending ? <SkeletonRows /> : null}
      {account.isError && !account.data ? (
        <ErrorState error={account.error} what="Your account could not be shown." onRetry={account.refetch} />
      ) : null}
      {account.data ? (
        <div className={classes.columns}>
          <div className={classes.column}>
            <NameCard name={account.data.name} />
            <AppearanceCard />
            <AwayCard />
          </div>
          <div className={classes.column}>
            {account.data.signsInWith.includes('password') ? <PasswordCard /> : null}
            <SecondFactorCard account={account.data} />
            <SessionsCard />
            <TokensCard />
          </div>
        </div>
      ) : null}
    </Page>
  );
}
