/** The pages of clocks: the ledger of deadlines, and the receipt of one that fired. */
import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'clocks', lazy: async () => ({ Component: (await import('./ledger-page')).LedgerPage }) },
  { path: 'clocks/:id', lazy: async () => ({ Component: (await import('./receipt-page')).ReceiptPage }) },
];
