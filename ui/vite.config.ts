/** Builds the web app into ui/dist: every file named by its content, nothing inline, so that the page's policy can be strict. */
import path from 'node:path';
import { defineConfig } from 'vite';

const root = import.meta.dirname ?? path.resolve('ui');

export default defineConfig({
  root,
  // JSX is compiled by Vite itself; there is no plugin to keep.
  build: {
    outDir: path.join(root, 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    // A data: URL in a style sheet would need a wider policy for pictures and fonts.
    assetsInlineLimit: 0,
    manifest: true,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
  },
  server: { port: 5173, proxy: { '/api': process.env['CASECLOCK_URL'] ?? 'http://127.0.0.1:3000' } },
});
