/** What a telephone reads off a page: the QR code's drawing, painted and decoded. */
import jsQR from 'jsqr';

/** Pixels a module is painted with. */
const SCALE = 4;

/** @param page HTML or SVG with one drawn code @throws Error when there is none, or it cannot be read */
export function readQrCode(page: string): string {
  const drawing = /<svg[^>]*QR code[^>]*>/.exec(page)?.[0] ?? '';
  const size = Number(/viewBox="0 0 (\d+) /.exec(drawing)?.[1] ?? 0);
  const side = size * SCALE;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, left, top] of page.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let y = 0; y < SCALE; y += 1)
      for (let x = 0; x < SCALE; x += 1) {
        const at = ((Number(top) * SCALE + y) * side + Number(left) * SCALE + x) * 4;
        pixels.fill(0, at, at + 3);
      }
  const read = jsQR(pixels, side, side);
  if (!read) throw new Error('No QR code can be read on the page');
  return read.data;
}
