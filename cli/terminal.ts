/** Prints answers: JSON for programs, short tables for people. Knows the global options and nothing of cases. */
import type { Command } from 'commander';
import { exitCodes, Failure } from './failure';
import type { Target } from './http';

interface GlobalOptions {
  url?: string;
  token?: string;
  json?: boolean;
}

/** Where to, and whether a program reads the answer. */
export function settings(command: Command): { target: Target; json: boolean } {
  const options = command.optsWithGlobals<GlobalOptions>();
  const token = options.token ?? process.env['CASECLOCK_TOKEN'];
  if (!token) {
    throw new Failure(
      exitCodes.usage,
      'No API token: set CASECLOCK_TOKEN, or give --token. `npx caseclock token create` makes one.',
    );
  }
  const url = options.url ?? process.env['CASECLOCK_URL'] ?? 'http://127.0.0.1:8080';
  if (!URL.canParse(url))
    throw new Failure(exitCodes.usage, `${url} is no address; give one such as http://127.0.0.1:8080`);
  return { target: { url, token }, json: options.json === true };
}

export const printJson = (value: unknown): void => console.log(JSON.stringify(value, null, 2));

/** Left-aligned columns as wide as their widest cell. */
export function printTable(heads: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = heads.map((head, n) => Math.max(head.length, ...rows.map((row) => (row[n] ?? '').length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, n) => cell.padEnd(widths[n] ?? 0))
      .join('  ')
      .trimEnd();
  console.log(line(heads));
  console.log(widths.map((width) => '-'.repeat(width)).join('  '));
  for (const row of rows) console.log(line(row));
}

/** `2026-11-21T14:05:00.000Z` as `2026-11-21 14:05`. */
export const instant = (at: string | null): string => (at === null ? '-' : at.slice(0, 16).replace('T', ' '));

/** JSON from the command line, with the fault named. */
export function jsonArgument(text: string, what: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Failure(exitCodes.usage, `${what} is not JSON: ${error instanceof Error ? error.message : ''}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Failure(exitCodes.usage, `${what} must be a JSON object, such as {"on":"2026-11-21"}`);
  }
  return Object.fromEntries(Object.entries(value));
}
