import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/**
 * The architecture as a test: every import, in every form, keeps to the fences of docs/architecture.md. The room order is read from that
 * page, so the page cannot drift from the code. ESLint says the same while one types; this test also sees dynamic imports and folders.
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const HOSTS = ['electron', 'cli', 'renderer'];
/** What both hosts on Node share: it takes what a host takes. The page has no Node. */
const NODE = 'node';
const SOURCE_FOLDERS = ['core', NODE, ...HOSTS, 'build', 'bench', 'test', 'docs', 'examples', 'fixtures'];
const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', 'out', 'coverage', '.git', '.venv']);
const FORBIDDEN_NAMES = /^(shared|common|utils?|helpers?|misc|lib)(\.[a-z.]+)?$/;
/** Packages that compute without a host; anything else in core/ needs a decision first. */
const CORE_PACKAGES = new Set(['@noble/hashes', 'fflate', 'papaparse', 'valibot']);
const HOST_GLOBALS = new Set(['window', 'document', 'navigator', 'process', 'console', 'Buffer', 'require', 'localStorage']);
/** Orders of column blocks, as letters or words, whichever framework: a list of exactly these is knowledge of a gate order. */
const GATE_SETS = [
  'c f i o',
  'f g i o',
  'h r z',
  'g r z',
  'candidate forget input output',
  'candidate reset update',
  'hidden reset update',
];
const GATE_WORDS = /^(?=.{4}$)(?=.*i)(?=.*f)(?=.*[cg])(?=.*o)[ifcgo]{4}$|^(?=.*z)(?=.*r)(?=.*[hg])[zrhg]{3}$/;
const GATE_FILES = /^core\/(layers\/gate-order\.ts|model\/adopt\/)/;
const HTML_SINKS =
  /\.(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|createContextualFragment)\b|\bdocument\.write(ln)?\b|\{@html\b|\bbind:innerHTML\b/;

interface SourceFile {
  /** Path from the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** `errors · tensor · …` as docs/architecture.md states it, leftmost first. */
function roomOrder(page: string): readonly string[] {
  const line = /`(errors · [a-z ·]+)`/.exec(page)?.[1];
  if (line === undefined) throw new Error('docs/architecture.md names no room order');
  return line.split(' · ');
}

function isTest(path: string): boolean {
  return path.startsWith('test/') || path.endsWith('.test.ts');
}

function scriptOf(file: SourceFile): string {
  if (!file.path.endsWith('.svelte')) return file.text;
  return [...file.text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? '').join('\n');
}

/** What a file imports, statically, dynamically, by `require` or in a type. */
function importsOf(file: SourceFile): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      found.push(node.moduleSpecifier.text);
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
      found.push(node.argument.literal.text);
    }
    if (ts.isCallExpression(node)) {
      const calls =
        node.expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(node.expression) && node.expression.text === 'require');
      const argument = node.arguments[0];
      if (calls && argument && ts.isStringLiteralLike(argument)) found.push(argument.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return found;
}

function parse(file: SourceFile): ts.SourceFile {
  return ts.createSourceFile(file.path, scriptOf(file), ts.ScriptTarget.ES2022, true, ts.ScriptKind.TS);
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

/** Faults of one import: from the wrong room, from another host, from Node. */
function importFaults(file: SourceFile, rooms: readonly string[]): readonly string[] {
  const [area = '', room = ''] = file.path.split('/');
  const faults: string[] = [];
  for (const specifier of importsOf(file)) {
    const fault = (why: string) => faults.push(`${file.path}: imports ${specifier}: ${why}`);
    if (!specifier.startsWith('.')) {
      if (area === 'core' && !CORE_PACKAGES.has(packageOf(specifier))) fault('core/ is pure');
      if (area === 'renderer' && /^(node:|electron$)/.test(specifier)) fault('the page has neither Node nor Electron');
      continue;
    }
    const target = normalize(join(dirname(file.path), specifier))
      .split(sep)
      .join('/');
    const [targetArea = '', targetRoom = ''] = target.split('/');
    if (area === 'core') {
      if (targetArea !== 'core') fault('core/ imports only core/');
      else if (rooms.indexOf(targetRoom) > rooms.indexOf(room)) fault(`${targetRoom} lies to the right of ${room}`);
    } else if (area === NODE || HOSTS.includes(area)) {
      if (targetArea === 'core' && !/^core\/session\/index(\.ts)?$/.test(target)) fault('a host takes core/session/index.ts only');
      if (targetArea !== area && HOSTS.includes(targetArea)) fault('a host imports no other host');
      if (area === 'renderer' && targetArea === NODE) fault('the page has no Node');
      if (targetArea === 'test' || targetArea === 'fixtures') fault('the product imports no test');
    }
  }
  return faults;
}

/** Uses of what only a host has. A name that the file itself declares (a parameter called `window`) is its own. */
function purityFaults(file: SourceFile): readonly string[] {
  const source = parse(file);
  const declared = new Set<string>();
  const used = new Map<string, number>();
  const visit = (node: ts.Node): void => {
    if ((ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)) && ts.isIdentifier(node.name))
      declared.add(node.name.text);
    if (ts.isFunctionDeclaration(node) && node.name) declared.add(node.name.text);
    if (ts.isImportSpecifier(node)) declared.add(node.name.text);
    if (ts.isIdentifier(node) && HOST_GLOBALS.has(node.text) && isExpression(node)) {
      used.set(node.text, source.getLineAndCharacterOfPosition(node.getStart()).line + 1);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...used].filter(([name]) => !declared.has(name)).map(([name, line]) => `${file.path}:${String(line)}: uses ${name}`);
}

function isExpression(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  return !(
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isGetAccessorDeclaration(parent) ||
    ts.isNamedTupleMember(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isTypeReferenceNode(parent)
  );
}

/** Gate orders written out where they do not belong. */
function gateOrderFaults(file: SourceFile): readonly string[] {
  if (GATE_FILES.test(file.path)) return [];
  const faults: string[] = [];
  const source = parse(file);
  const visit = (node: ts.Node): void => {
    const at = () => `${file.path}:${String(source.getLineAndCharacterOfPosition(node.getStart()).line + 1)}`;
    if (ts.isArrayLiteralExpression(node)) {
      const words = node.elements
        .map((element) => (ts.isStringLiteralLike(element) ? element.text : '?'))
        .sort()
        .join(' ');
      if (GATE_SETS.includes(words)) faults.push(`${at()}: writes a gate order, ${node.getText()}`);
    }
    if (ts.isStringLiteralLike(node) && GATE_WORDS.test(node.text)) faults.push(`${at()}: writes a gate order, '${node.text}'`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return faults;
}

function sinkFaults(file: SourceFile): readonly string[] {
  return file.text
    .split('\n')
    .flatMap((line, index) => (HTML_SINKS.test(line) ? [`${file.path}:${String(index + 1)}: writes HTML, ${line.trim()}`] : []));
}

function nameFaults(paths: readonly string[]): readonly string[] {
  return paths
    .filter((path) => path.split('/').some((part) => FORBIDDEN_NAMES.test(part)))
    .map((path) => `${path}: a name that says nothing`);
}

function walk(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED_FOLDERS.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}

const allPaths = SOURCE_FOLDERS.map((folder) => join(ROOT, folder))
  .filter((folder) => existsSync(folder))
  .flatMap(walk)
  .map((path) => relative(ROOT, path).split(sep).join('/'));
const productFiles: readonly SourceFile[] = allPaths
  .filter((path) => ['core', NODE, ...HOSTS].includes(path.split('/')[0] ?? '') && /\.(ts|svelte|html|js|mjs)$/.test(path))
  .filter((path) => !isTest(path) && !/\.(generated|d)\.ts$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
const codeFiles = productFiles.filter((file) => !file.path.endsWith('.html'));
const coreFiles = codeFiles.filter((file) => file.path.startsWith('core/'));
const page = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
const rooms = roomOrder(page);

describe('the house', () => {
  test('finds files to judge in core/', () => {
    expect(coreFiles.length).toBeGreaterThan(10);
  });

  test('every import keeps to the fences', () => {
    expect(codeFiles.flatMap((file) => importFaults(file, rooms))).toEqual([]);
  });

  test('core/ uses nothing that only a host has', () => {
    expect(coreFiles.flatMap(purityFaults)).toEqual([]);
  });

  test('gate orders are known in core/layers/gate-order.ts and core/model/adopt/ only', () => {
    expect(codeFiles.flatMap(gateOrderFaults)).toEqual([]);
  });

  test('nothing writes HTML from text', () => {
    expect(productFiles.flatMap(sinkFaults)).toEqual([]);
  });

  test('no folder or file is called shared, common, utils or helpers', () => {
    expect(nameFaults(allPaths)).toEqual([]);
  });

  test('docs/architecture.md, the folders of core/ and ESLint name the same rooms', () => {
    const rows = [...page.matchAll(/^\| `([a-z]+)` +\|.*$/gm)];
    const built = new Set(coreFiles.map((file) => file.path.split('/')[1]));
    const lint = readFileSync(join(ROOT, 'eslint.config.js'), 'utf8');
    expect(rows.map((row) => row[1])).toEqual(rooms);
    expect(/const ROOMS = \[(.*)\]/.exec(lint)?.[1]?.match(/[a-z]+/g)).toEqual(rooms);
    expect([...built].filter((room) => !rooms.includes(room ?? ''))).toEqual([]);
    expect(rows.filter((row) => row[0].includes('planned')).map((row) => row[1])).toEqual(rooms.filter((room) => !built.has(room)));
  });
});

describe('the judge of the house', () => {
  const rejected: readonly (readonly [string, string, string])[] = [
    ['a room to the right', 'core/read/fake.ts', "import type { Run } from '../run/index.ts';"],
    ['a room to the right, from a folder inside', 'core/model/adopt/fake.ts', "export * from '../../trace/index.ts';"],
    ['a room to the right, loaded late', 'core/read/fake.ts', "export const late = () => import('../session/index.ts');"],
    ['a room to the right, in a type', 'core/read/fake.ts', "export type Late = import('../view/index.ts').SeriesView;"],
    ['Node in core', 'core/read/fake.ts', "import { readFileSync } from 'node:fs';"],
    ['an unknown package in core', 'core/view/fake.ts', "import { Chart } from 'chart.js';"],
    ['a host in core', 'core/session/fake.ts', "import { open } from '../../electron/main.ts';"],
    ['an inner room in a host', 'cli/fake.ts', "import { MESSAGES } from '../core/errors/index.ts';"],
    ['another file of the session in a host', 'electron/fake.ts', "import { LabClient } from '../core/session/client.ts';"],
    ['Electron in the page', 'renderer/fake.svelte', '<script lang="ts">import { ipcRenderer } from "electron";</script>'],
    ['a host in what both Node hosts share', 'node/fake.ts', "import { serve } from '../cli/serve.ts';"],
    ['what the Node hosts share in the page', 'renderer/host/fake.ts', "import { nativeSha256 } from '../../node/native-bytes.ts';"],
    ['one host in another', 'renderer/charts/fake.ts', "import { serve } from '../../cli/serve.ts';"],
  ];
  test.each(rejected)('refuses %s', (_why, path, text) => {
    expect(importFaults({ path, text }, rooms)).toHaveLength(1);
  });

  const allowed: readonly (readonly [string, string])[] = [
    ['core/model/adopt/fake.ts', "import { refuse } from '../../errors/index.ts'; import type { Model } from '../model.ts';"],
    ['renderer/host/fake.ts', "import { LabClient } from '../../core/session/index.ts'; import { mount } from 'svelte';"],
    ['cli/fake.ts', "import { readSync } from 'node:fs'; import { print } from './print.ts';"],
  ];
  test.each(allowed)('accepts the honest imports of %s', (path, text) => {
    expect(importFaults({ path, text }, rooms)).toEqual([]);
  });

  test('refuses the globals of a host, and knows a parameter of the same name', () => {
    expect(purityFaults({ path: 'core/run/fake.ts', text: 'console.log(1); const w = window.innerWidth;' })).toHaveLength(2);
    expect(
      purityFaults({ path: 'core/run/fake.ts', text: 'export const size = (window: { to: number }) => window.to; trace.window(q);' }),
    ).toEqual([]);
  });

  test('refuses a gate order outside its files, whatever its order', () => {
    const text = "const order = ['i', 'f', 'c', 'o']; const torch = ['input', 'forget', 'candidate', 'output']; const onnx = 'iofc';";
    expect(gateOrderFaults({ path: 'core/run/fake.ts', text })).toHaveLength(3);
    expect(gateOrderFaults({ path: 'core/layers/gate-order.ts', text })).toEqual([]);
    expect(gateOrderFaults({ path: 'core/run/fake.ts', text: "const signals = ['i', 'f', 'g', 'o', 'c', 'h'];" })).toEqual([]);
  });

  test('refuses HTML sinks and empty names', () => {
    expect(sinkFaults({ path: 'renderer/fake.svelte', text: '<p>{@html name}</p>\nnode.innerHTML = name;' })).toHaveLength(2);
    expect(nameFaults(['core/utils.ts', 'renderer/shared/a.ts', 'core/read/hdf5.ts'])).toHaveLength(2);
  });
});

describe('dependencies', () => {
  test('each one is named with its reason in docs/decisions/0003-dependencies.md', () => {
    const decision = readFileSync(join(ROOT, 'docs/decisions/0003-dependencies.md'), 'utf8');
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<string, Record<string, string> | undefined>; // as: npm's own file
    const names = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) => Object.keys(manifest[kind] ?? {}));
    const named = [...decision.matchAll(/^\| `([^`]+)` +\| \S.*\|$/gm)].map((row) => row[1]);
    expect([...named].sort()).toEqual([...names].sort());
  });
});
