/** A QR code as a drawing inside a page: no image to load, no script, and readable on a dark screen. */
import { encode } from 'uqr';
import { html, type Html } from './html';

/** The margin that readers need around the code, in modules (ISO/IEC 18004 asks for four; the card around it is white). */
const MARGIN = 2;

/** @param text what a reader of the code gets @param label what the drawing is, for who cannot see it */
export function qrCode(text: string, label: string): Html {
  const { data, size } = encode(text, { border: MARGIN });
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="${label}">
    <path d="${dark}"></path>
  </svg>`;
}
