/** What every page of figures shows while they are on their way, or cannot be shown. */
import { Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorState } from '../../components/error-state';
import classes from './insights.module.css';

const TILE_HEIGHT = 320;

export function FiguresState<T>({
  query,
  tiles = 4,
  children,
}: {
  readonly query: UseQueryResult<T>;
  readonly tiles?: number;
  children(figures: T): ReactNode;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) {
    return <ErrorState error={query.error} what="The figures could not be counted." onRetry={query.refetch} />;
  }
  return (
    <div className={classes.grid} role="group" aria-busy="true" aria-label="Loading">
      {Array.from({ length: tiles }, (_, n) => (
        <Skeleton key={n} height={TILE_HEIGHT} radius="md" />
      ))}
    </div>
  );
}
