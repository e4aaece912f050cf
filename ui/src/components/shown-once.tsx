/** A secret that is shown this once: a token, a link, codes. It can be copied, and says that it does not come back. */
import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { announce } from './live-region';
import classes from './shown-once.module.css';

interface Props {
  /** "The token", "The link" */
  readonly what: string;
  readonly lines: readonly string[];
  readonly children?: React.ReactNode;
}

export function ShownOnce({ what, lines, children }: Props) {
  const clipboard = useClipboard({ timeout: 4_000 });
  const copy = () => {
    clipboard.copy(lines.join('\n'));
    announce(`${what} is copied.`);
  };
  return (
    <div className={classes.box} role="group" aria-label={what}>
      <p className={classes.words}>{children ?? `${what} is shown this once. Keep it in a safe place.`}</p>
      <code className={classes.secret} data-several={lines.length > 1 || undefined}>
        {lines.map((line) => (
          <span key={line}>{line}</span>
        ))}
      </code>
      <Button
        variant="default"
        leftSection={clipboard.copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
        onClick={copy}
      >
        {clipboard.copied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  );
}
