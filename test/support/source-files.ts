/** Reads the program's own source for tests that state rules about all of it; tests and generated files are not part of it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export const root = path.resolve(__dirname, '..', '..');
const folders = ['domain', 'workflows', 'activities', 'commands', 'api', 'platform', 'prisma', 'cli', 'scripts'];

export interface SourceFile {
  /** From the root, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

/** Every TypeScript file of ours that runs in production, parsed. */
export const sources: readonly SourceFile[] = [
  'worker.ts',
  ...folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
      .map((file) => path.posix.join(folder, file.split(path.sep).join('/'))),
  ),
].map((file) => {
  const text = readFileSync(path.join(root, file), 'utf8');
  return { path: file, text, tree: ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true) };
});

/** Every node of every file that passes, with its file. */
export function nodesOf<N extends ts.Node>(passes: (node: ts.Node) => node is N): { file: SourceFile; node: N }[] {
  return sources.flatMap((file) => {
    const found: { file: SourceFile; node: N }[] = [];
    const visit = (node: ts.Node): void => {
      if (passes(node)) found.push({ file, node });
      ts.forEachChild(node, visit);
    };
    visit(file.tree);
    return found;
  });
}

/** Calls of a function by its last name: `createHash(...)`, `crypto.createHash(...)`. */
export function callsOf(...names: readonly string[]): { file: SourceFile; node: ts.CallExpression; name: string }[] {
  return nodesOf(ts.isCallExpression).flatMap(({ file, node }) => {
    const { expression } = node;
    const name = ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
    return names.includes(name) ? [{ file, node, name }] : [];
  });
}

/** Names imported from a module, file by file. */
export function importsFrom(...modules: readonly string[]): { file: SourceFile; module: string; names: string[] }[] {
  return nodesOf(ts.isImportDeclaration).flatMap(({ file, node }) => {
    const module = (node.moduleSpecifier as ts.StringLiteral).text;
    const clause = node.importClause;
    if (!modules.includes(module) || !clause || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return [];
    const bound = clause.namedBindings;
    const named = bound && ts.isNamedImports(bound) ? bound.elements.filter((e) => !e.isTypeOnly) : [];
    const names = named.map((e) => (e.propertyName ?? e.name).text);
    if (clause.name) names.push('default');
    if (bound && ts.isNamespaceImport(bound)) names.push('*');
    return names.length > 0 ? [{ file, module, names }] : [];
  });
}

/** The text an expression stands for: a literal, or a constant of the same file. */
export function literalOf(file: SourceFile, expression: ts.Expression | undefined): string | undefined {
  if (!expression) return undefined;
  if (ts.isStringLiteralLike(expression)) return expression.text;
  if (!ts.isIdentifier(expression)) return undefined;
  return new RegExp(`const ${expression.text} = '([^']*)'`).exec(file.text)?.[1];
}
