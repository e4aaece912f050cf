/** Writes the tables of docs/security.md that come from code: who may do what and see which fields. The rest is written by hand. */
import { emergencyGroups, groupsOf } from '../../api/auth/field-groups';
import { permissionNames, scopeOf } from '../../api/auth/permissions';
import { Role } from '../../domain/effects';
import { fieldGroups } from '../../domain/privacy';

/** A table in Markdown, its columns as wide as their longest cell, as the formatter wants it. */
export function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = titles.map((title, n) => Math.max(3, title.length, ...rows.map((row) => (row[n] ?? '').length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' | ')} |`;
  return [line(titles), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Permission x role -> the rows it reaches; a dot where the role has it not. */
export function permissionTable(): string {
  const cell = (permission: (typeof permissionNames)[number], role: Role) =>
    scopeOf({ roles: [role], scopes: null }, permission) ?? '·';
  return markdownTable(
    ['permission', ...Role.options],
    permissionNames.map((permission) => [permission, ...Role.options.map((role) => cell(permission, role))]),
  );
}

/** Role x group of fields -> whether the role sees it; and what an emergency shows of its one case. */
export function fieldGroupTable(): string {
  const row = (name: string, shown: ReadonlySet<string>) => [
    name,
    ...fieldGroups.map((group) => (shown.has(group) ? 'sees' : '·')),
  ];
  return markdownTable(
    ['role', ...fieldGroups],
    [
      ...Role.options.map((role) => row(role, groupsOf({ roles: [role] }))),
      row('broken glass, one case', new Set(emergencyGroups)),
    ],
  );
}

/** The page with the table between `<!-- name: begin -->` and `<!-- name: end -->` replaced. */
export function withTable(page: string, name: string, table: string): string {
  const begin = `<!-- ${name}: begin -->`;
  const [before, rest] = page.split(begin);
  const after = rest?.split(`<!-- ${name}: end -->`)[1];
  if (before === undefined || after === undefined) throw new Error(`docs/security.md has no place for ${name}.`);
  return `${before}${begin}\n\n${table}\n\n<!-- ${name}: end -->${after}`;
}
