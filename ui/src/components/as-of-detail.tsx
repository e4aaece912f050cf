/** The larger structures of a case as of a moment, such as authorizations and visits: a small table for each list. */
import { useZone } from '../api/session';
import { Card } from './card';
import { codeWords } from './code-words';
import { dayIn } from './dates';
import { factText } from './fact-text';
import { usePeopleNames } from './people-names';
import classes from './as-of.module.css';

type Row = Readonly<Record<string, unknown>>;

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
const isCell = (value: unknown): boolean => value === null || typeof value !== 'object';
/** Ids that only programs compare. */
export const isId = (name: string): boolean => /(?:^id|Id)$/.test(name);

export function AsOfDetail({ detail }: { detail: Row }) {
  const shown = Object.entries(detail).flatMap(([name, value]) => {
    if (Array.isArray(value) && value.length > 0 && value.every(isRow)) return [{ name, rows: value as Row[] }];
    return isRow(value) ? [{ name, rows: [value] }] : [];
  });
  return shown.map(({ name, rows }) => <DetailTable key={name} name={codeWords(name)} rows={rows} />);
}

function DetailTable({ name, rows }: { name: string; rows: readonly Row[] }) {
  const zone = useZone();
  const around = { today: dayIn(zone), nameOf: usePeopleNames() };
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row).filter((key) => isCell(row[key]) && !isId(key))))];
  if (columns.length === 0) return null;
  return (
    <Card title={name} note={rows.length > 1 ? rows.length : null} flush>
      {/* Scrolls sideways where it is too wide, so it can be reached by keyboard. */}
      <div className={classes.wide} role="group" aria-label={`${name}, wide table`} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {codeWords(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, n) => (
              <tr key={n}>
                {columns.map((column) => (
                  <td key={column}>{factText(column, row[column], around)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
