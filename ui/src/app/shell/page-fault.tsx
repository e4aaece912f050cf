/** A page that failed while it was drawn, or whose part could not be loaded: says so, and offers to load it again. */
import { Button } from '@mantine/core';
import { useRouteError } from 'react-router';
import { ErrorState } from '../../components/error-state';
import { Page } from '../../components/page';

/** A release replaces the files of the one before; a page opened earlier asks for parts that are gone. */
const isOldPage = (error: unknown): boolean =>
  error instanceof TypeError && /dynamically imported module|module script failed/i.test(error.message);

export function PageFault() {
  const error = useRouteError();
  return (
    <Page title="This page cannot be shown">
      <ErrorState
        error={error}
        what={isOldPage(error) ? 'A part of this page could not be loaded.' : 'Something in this page failed.'}
      >
        <Button onClick={() => globalThis.location.reload()}>Load it again</Button>
      </ErrorState>
    </Page>
  );
}
