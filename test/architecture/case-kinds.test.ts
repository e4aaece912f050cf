/** Reads the folders: a case kind is complete, or the build says what it lacks. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { caseKinds } from '../../domain/cases';
import { workflowTypeOf } from '../../platform/names';
import { docOf } from '../../scripts/docs/case-doc';

const root = path.resolve(__dirname, '..', '..');
const folders = readdirSync(path.join(root, 'domain', 'cases'), { withFileTypes: true }).flatMap((e) =>
  e.isDirectory() ? [e.name] : [],
);

test('every folder of a case kind is in the registry, under its own name', () => {
  expect(caseKinds.map((k) => k.kind).sort()).toEqual([...folders].sort());
});

describe.each(caseKinds.map((k) => [k.kind, k] as const))('the kind %s', (name, kind) => {
  test('has a workflow of its own, exported to the worker', () => {
    const index = readFileSync(path.join(root, 'workflows', 'index.ts'), 'utf8');
    expect(index).toContain(`export { ${workflowTypeOf(name)} } from './${name}-case'`);
  });

  test('has tests, a recorded history and its files in the usual rooms', () => {
    expect(readdirSync(path.join(root, 'test', 'domain', 'cases', name)).some((f) => f.endsWith('.test.ts'))).toBe(
      true,
    );
    const histories = readdirSync(path.join(root, 'test', 'replay', 'histories'));
    expect(histories.some((f) => f.startsWith(`${name}-`))).toBe(true);
    for (const file of ['kind', 'machine', 'events', 'rules', 'details']) {
      expect(existsSync(path.join(root, 'domain', 'cases', name, `${file}.ts`))).toBe(true);
    }
  });

  test('has a page drawn from its chart that is up to date (npm run docs)', () => {
    expect(readFileSync(path.join(root, 'docs', 'cases', `${name}.md`), 'utf8')).toBe(docOf(kind));
  });

  test('names a rule of its own for each clock, and gives every clock a title and what happens if nobody acts', () => {
    const rules = new Set(kind.rules.map((r) => r.id));
    for (const clock of Object.values(kind.clocks)) {
      expect(rules.has(clock.rule.id)).toBe(true);
      expect(clock.title.length).toBeGreaterThan(3);
      expect(clock.otherwise).toMatch(/\.$/);
    }
  });

  test('tests every clock by its name', () => {
    const folder = path.join(root, 'test', 'domain', 'cases', name);
    const text = readdirSync(folder)
      .map((f) => readFileSync(path.join(folder, f), 'utf8'))
      .join('\n');
    for (const clock of Object.keys(kind.clocks)) expect(text).toContain(clock);
  });
});

test('there is one copy of protobufjs: two break replay from recorded histories', () => {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, unknown>;
  };
  expect(Object.keys(lock.packages).filter((p) => p.endsWith('node_modules/protobufjs'))).toEqual([
    'node_modules/protobufjs',
  ]);
});

test('files stay rooms: nothing of ours is longer than 500 lines', () => {
  const long = ['domain', 'workflows', 'activities', 'commands', 'api', 'platform', 'cli', 'scripts'].flatMap(
    (folder) =>
      existsSync(path.join(root, folder))
        ? readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
            .filter((f) => f.endsWith('.ts'))
            .map((f) => path.join(folder, f))
            .filter((f) => readFileSync(path.join(root, f), 'utf8').split('\n').length > 500)
        : [],
  );
  expect(long).toEqual([]);
});
