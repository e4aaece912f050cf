/** docs/security.md claims what tests prove: every requirement has its row, and every test it cites is there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { fieldGroupTable, permissionTable } from '../../scripts/docs/security-tables';
import { root } from '../support/source-files';
import { asvsNumbers } from './asvs-numbers';

const text = readFileSync(path.join(root, 'docs', 'security.md'), 'utf8');
const NUMBER = /^(\d+\.\d+\.\d+|164\.312\([a-e]\)(\([^)]+\))*)$/;
const CITED = /`(test\/[^`]+\.test\.ts)`: “([^”]+)”/g;

interface Row {
  readonly number: string;
  readonly words: string;
  readonly how: string;
  readonly proof: string;
}

const rows: readonly Row[] = text.split('\n').flatMap((line) => {
  if (!line.startsWith('|')) return [];
  const [number = '', words = '', how = '', proof = ''] = line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
  return NUMBER.test(number) ? [{ number, words, how, proof }] : [];
});
const hipaa = [
  ...['(a)(1)', '(a)(2)(i)', '(a)(2)(ii)', '(a)(2)(iii)', '(a)(2)(iv)', '(b)', '(c)(1)', '(c)(2)', '(d)'],
  ...['(e)(1)', '(e)(2)(i)', '(e)(2)(ii)'],
].map((part) => `164.312${part}`);

/** Names of tests and groups of a file; those of a table as they stand, with their placeholders. */
const namesIn = new Map<string, readonly string[]>();
function namesOf(file: string): readonly string[] {
  const known = namesIn.get(file);
  if (known) return known;
  const tree = ts.createSourceFile(file, readFileSync(path.join(root, file), 'utf8'), ts.ScriptTarget.ES2022, true);
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const callee = node.expression.getText();
      const [name] = node.arguments;
      if (/^(test|it|describe)\b/.test(callee) && name && ts.isStringLiteralLike(name)) names.push(name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  namesIn.set(file, names);
  return names;
}

test('every requirement of levels 1 and 2 has one row, in order, and so has every standard of 164.312', () => {
  const numbers = rows.map((row) => row.number);
  expect(numbers.filter((number) => !number.startsWith('164'))).toEqual(asvsNumbers);
  expect(numbers.filter((number) => number.startsWith('164'))).toEqual(hipaa);
  expect(asvsNumbers).toHaveLength(197);
});

test('every test that is cited is in its file, by its name or the beginning of it', () => {
  const citations = [...text.matchAll(CITED)].map((found) => [found[1] as string, found[2] as string] as const);
  expect(citations.length).toBeGreaterThan(100);
  const missing = citations.filter(([file, name]) => {
    if (!existsSync(path.join(root, file))) return true;
    const names = namesOf(file);
    return name.endsWith('…') ? !names.some((one) => one.startsWith(name.slice(0, -1))) : !names.includes(name);
  });
  expect(missing).toEqual([]);
});

test('every row says in words what is asked and how it is met, and has a proof, a reason, or what is missing', () => {
  const anchors = new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(
      (found) =>
        `#${(found[1] as string)
          .toLowerCase()
          .replace(/[^a-z0-9 -]/g, '')
          .replaceAll(' ', '-')}`,
    ),
  );
  const faulty = rows.filter(({ words, how, proof }) => {
    if (words.length < 8 || how.length < 8) return true;
    const reason = /^(does not apply|open|operator): (.+)$/.exec(how)?.[2];
    if (reason !== undefined) return reason.length < 15;
    const links = [...proof.matchAll(/\]\((#[^)]+)\)/g)].map((found) => found[1] as string);
    if (links.some((link) => !anchors.has(link))) return true;
    return links.length === 0 && [...proof.matchAll(CITED)].length === 0 && !/`(npm|npx) [^`]+`/.test(proof);
  });
  expect(faulty.map((row) => row.number)).toEqual([]);
});

test('no citation is written in a way that is not checked, and files that are named exist', () => {
  for (const { number, proof } of rows) {
    const files = [...proof.matchAll(/`(test\/[^`]+)`/g)].map((found) => found[1]);
    const cited = [...proof.matchAll(CITED)].map((found) => found[1]);
    expect([number, files]).toEqual([number, cited]);
  }
  const paths = [...text.matchAll(/`((?:api|platform|commands|activities|prisma|scripts|cli|domain)\/[\w./-]+\.ts)`/g)];
  expect(paths.map((found) => found[1] as string).filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});

test.each([
  ['permissions', permissionTable()],
  ['field-groups', fieldGroupTable()],
])('the table of %s is the one of the code (npm run docs)', (name, table) => {
  expect(text).toContain(`<!-- ${name}: begin -->\n\n${table}\n\n<!-- ${name}: end -->`);
});

test('the tests of security are all in the document, so that none proves what nobody reads', () => {
  const own = readdirSync(path.join(root, 'test', 'security')).filter((file) => file.endsWith('.test.ts'));
  expect(own.filter((file) => !text.includes(`test/security/${file}`))).toEqual([]);
});
