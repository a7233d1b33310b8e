import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Rooms of core/ in the order the data flows; docs/architecture.md explains them and test/architecture.test.ts compares the two. */
const ROOMS = ['errors', 'tensor', 'read', 'layers', 'model', 'run', 'trace', 'analysis', 'view', 'write', 'session'];

const root = fileURLToPath(new URL('.', import.meta.url));
const projects = ['core', 'node', 'cli', 'electron', 'renderer', 'test']
  .map((room) => `${room}/tsconfig.json`)
  .filter((path) => existsSync(root + path));

const TYPED = ['**/*.ts'];
const TESTS = ['test/**/*.ts', '**/*.test.ts'];

const SINK = 'Names in model files are hostile: write text with textContent or a Svelte expression, never as HTML.';
const NO_HTML_SINKS = [
  {
    selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|createContextualFragment)$/]',
    message: SINK,
  },
  { selector: 'MemberExpression[property.value=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]', message: SINK },
  { selector: 'MemberExpression[object.name="document"][property.name=/^(write|writeln)$/]', message: SINK },
  { selector: 'NewExpression[callee.name="Function"]', message: 'No code from text.' },
];

/** Fence of one room of core/: nothing from rooms to its right, no host, no screen, no Node. */
function roomFence(room, index) {
  const right = ROOMS.slice(index + 1);
  const patterns = [
    { regex: '^node:', message: 'core/ is pure: a host passes in what it needs.' },
    {
      regex: '^(fs|path|os|url|util|worker_threads|child_process|crypto|zlib|buffer|process|stream)(/|$)',
      message: 'core/ is pure: no Node.',
    },
    { regex: '^(electron|svelte|chart\\.js|@lucide)(/|$)', message: 'core/ draws nothing and knows no host.' },
    { regex: '(^|/)(electron|renderer|cli|node|build|test|fixtures)/', message: 'core/ imports only core/.' },
  ];
  if (right.length > 0) {
    patterns.push({
      regex: `^(\\.\\./)+(${right.join('|')})(/|$)`,
      message: `${room} imports only from its own room or rooms to its left.`,
    });
  }
  return {
    files: [`core/${room}/**/*.ts`],
    ignores: TESTS,
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  };
}

/** Fence of a host: of core/ only the session, of the other hosts nothing. */
function hostFence(host, ...others) {
  const patterns = [
    { regex: '(^|/)core/(?!session/index\\.ts$)', message: `${host}/ takes core/session/index.ts and nothing else of core/.` },
    { regex: `^(\\.\\./)+(${others.join('|')})/`, message: `${host}/ imports no other host.` },
  ];
  return { files: [`${host}/**/*.{ts,svelte}`], ignores: TESTS, rules: { 'no-restricted-imports': ['error', { patterns }] } };
}

export default defineConfig(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/out/',
      '**/coverage/',
      '**/.venv/',
      '**/*.generated.ts',
      '**/*.d.ts',
      '**/*.cjs',
      'fixtures/',
      // Stands in for what Electron 9 lacks: untyped by nature, never in the product (docs/decisions/0005-electron-smoke-on-9.4.1.md).
      'test/electron/electron9/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    rules: {
      // `!= null` asks for both kinds of nothing at once.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // Readers of hostile text name control characters on purpose.
      'no-control-regex': 'off',
      'no-restricted-syntax': ['error', ...NO_HTML_SINKS],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
    },
  },

  // TypeScript, with types
  { files: TYPED, extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked] },
  {
    files: TYPED,
    languageOptions: { parserOptions: { project: projects, tsconfigRootDir: root, extraFileExtensions: ['.svelte'] } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Numbers and flags in messages read well as they are.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Arrays are indexed without `undefined` in the type (numeric loops), so the honest check of an index would count as unnecessary.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // An async method may have nothing to wait for yet still fit its interface.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignoreTernaryTests: true }],
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      // It asks for the `!` that no-non-null-assertion refuses; an `as` with its reason stays.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // Channels of a host are typed by what the caller expects of them.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // `for (let unit = 0; …)` beside other index loops over flat arrays is the plain form here.
      '@typescript-eslint/prefer-for-of': 'off',
    },
  },
  {
    files: TYPED,
    ignores: ['**/*.config.ts'],
    rules: {
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true } },
      ],
    },
  },

  // Svelte: most of its types are svelte-check's work
  svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: tseslint.parser, project: projects, tsconfigRootDir: root, extraFileExtensions: ['.svelte'] },
    },
  },
  {
    files: ['**/*.svelte'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/no-target-blank': 'error',
      'svelte/require-each-key': 'error',
      // Only svelte-check knows which warnings arise.
      'svelte/no-unused-svelte-ignore': 'off',
      // No router: the page has one address.
      'svelte/no-navigation-without-resolve': 'off',
      'no-undef': 'off',
      'no-unused-vars': 'off',
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },

  // Fences
  ...ROOMS.map(roomFence),
  {
    files: ['core/**/*.ts'],
    ignores: TESTS,
    rules: {
      'no-console': 'error',
      'no-restricted-globals': [
        'error',
        'window',
        'document',
        'self',
        'navigator',
        'process',
        'Buffer',
        'require',
        'fetch',
        'localStorage',
      ],
      'no-restricted-syntax': [
        'error',
        ...NO_HTML_SINKS,
        { selector: 'ImportExpression', message: 'core/ loads nothing late: dynamic imports would slip past the fences.' },
      ],
    },
  },
  hostFence('electron', 'renderer', 'cli', 'test'),
  hostFence('cli', 'renderer', 'electron', 'test'),
  hostFence('renderer', 'electron', 'cli', 'node', 'test'),
  hostFence('node', 'electron', 'cli', 'renderer', 'test'),

  // Scripts without types
  {
    files: ['**/*.{js,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
  },

  // Tests look into JSON and documents of unknown shape; they may be shorter about it.
  {
    files: TESTS,
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
);
