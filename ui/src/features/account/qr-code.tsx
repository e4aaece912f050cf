/** A QR code, drawn in the page: what it says never leaves it. */
import { useMemo } from 'react';
import { encode } from 'uqr';
import classes from './account.module.css';

/** The margin that readers need around the code, in modules; the white card around it gives the rest. */
const MARGIN = 2;

export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { size, dark } = useMemo(() => {
    const code = encode(text, { border: MARGIN });
    const marks = code.data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])));
    return { size: code.size, dark: marks.join('') };
  }, [text]);
  return (
    <svg className={classes.qr} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path d={dark} />
    </svg>
  );
}
