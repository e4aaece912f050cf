/** Checks that no row of the trail was changed or taken out: the server recomputes the chain, piece by piece. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconLink, IconLinkOff } from '@tabler/icons-react';
import { useState } from 'react';
import { countText, many } from '../../components/numbers';
import { SaveError } from '../../components/save-error';
import { verifyPiece } from './queries';
import classes from './chain-check.module.css';

type Piece = Awaited<ReturnType<typeof verifyPiece>>;

interface Result {
  readonly rows: number;
  readonly breaks: Piece['breaks'];
  readonly broken: number;
  readonly head: Piece['head'];
}

export function ChainCheck() {
  const [done, setDone] = useState(0);
  const check = useMutation({
    mutationFn: async (): Promise<Result> => {
      let after: string | null = null;
      let result = { rows: 0, breaks: [] as Piece['breaks'], broken: 0 };
      for (;;) {
        const piece: Piece = await verifyPiece(after);
        result = {
          rows: result.rows + piece.rows,
          breaks: [...result.breaks, ...piece.breaks],
          broken: result.broken + piece.broken,
        };
        setDone(result.rows);
        if (piece.complete || piece.last === null) return { ...result, head: piece.head };
        after = `${piece.last.id}:${piece.last.hash}`;
      }
    },
  });
  return (
    <div className={classes.box}>
      <div className={classes.words} role="status">
        {check.isPending ? `Checking, ${many(done, 'row')} so far` : null}
        {check.isIdle
          ? 'Every row carries the hash of the one before. Checking finds any that was changed or removed.'
          : null}
        {check.data ? <Verdict result={check.data} /> : null}
        <SaveError error={check.error} what="The chain could not be checked." />
      </div>
      <Button variant="default" size="compact-sm" loading={check.isPending} onClick={() => check.mutate()}>
        {check.data ? 'Check again' : 'Check the chain'}
      </Button>
    </div>
  );
}

function Verdict({ result: { rows, breaks, broken, head } }: { result: Result }) {
  if (broken === 0) {
    return (
      <>
        <span className={classes.whole}>
          <IconLink size={16} aria-hidden /> The chain is whole
        </span>
        : {many(rows, 'row')} checked. Keep its end elsewhere: row {countText(Number(head.id))},{' '}
        <code className={classes.hash}>{head.hash}</code>
      </>
    );
  }
  return (
    <>
      <span className={classes.broken} role="alert">
        <IconLinkOff size={16} aria-hidden /> {many(broken, 'row does', 'rows do')} not fit
      </span>
      <ul className={classes.list}>
        {breaks.slice(0, 20).map(({ id, kind, detail }) => (
          <li key={`${id} ${kind}`}>
            Row {id}: {detail}
          </li>
        ))}
      </ul>
    </>
  );
}
