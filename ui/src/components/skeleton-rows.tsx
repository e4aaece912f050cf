/** Rows of the true height while the first answer is on its way; nothing at all when it comes quickly. */
import { useEffect, useState } from 'react';
import classes from './skeleton-rows.module.css';

const PATIENCE_MS = 150;

interface Props {
  readonly rows?: number;
  /** In px: 36 in tables, 60 on the board, 46 for tasks. */
  readonly height?: number;
}

export function SkeletonRows({ rows = 8, height = 36 }: Props) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <div role="group" aria-busy="true" aria-label="Loading">
      {Array.from({ length: rows }, (_, n) => (
        <div key={n} className={classes.row} style={{ height }}>
          <span className={classes.bar} style={{ width: `${30 + ((n * 37) % 45)}%` }} />
        </div>
      ))}
    </div>
  );
}
