import js from '@eslint/js';
import stylistic from '@stylistic/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const TEXT_ELSEWHERE = 'Texts are in the catalogues: src/app/messages.';
const TOLD = '/^(aria-(label|description|roledescription|valuetext)|title|placeholder|alt|label|hint)$/';

/** Where a component would say something itself. */
const textsInComponents = [
  'JSXText[value=/\\p{L}/u]',
  ':matches(JSXElement, JSXFragment) > JSXExpressionContainer > Literal[value=/\\p{L}/u]',
  ':matches(JSXElement, JSXFragment) > JSXExpressionContainer > TemplateLiteral > TemplateElement[value.raw=/\\p{L}/u]',
  `JSXAttribute[name.name=${TOLD}] > Literal[value=/\\p{L}/u]`,
  `JSXAttribute[name.name=${TOLD}] TemplateElement[value.raw=/\\p{L}/u]`,
].map((selector) => ({ selector, message: TEXT_ELSEWHERE }));

/** Columns; more than any line has. */
const UNLIMITED = 10_000;

export default tseslint.config(
  { ignores: ['dist', '.cache', 'coverage', 'test-results', 'playwright-report', 'results'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.core.json', 'tsconfig.worker.json', 'tsconfig.app.json', 'tsconfig.node.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Typed-array code reads by index everywhere; the index is in range by construction there.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // noPropertyAccessFromIndexSignature (tsconfig) asks for the brackets that dot-notation would forbid.
      '@typescript-eslint/dot-notation': 'off',
    },
  },
  {
    // Prettier wraps code; nobody but us wraps comments.
    files: ['src/**/*.{ts,tsx}'],
    plugins: { '@stylistic': stylistic },
    rules: { '@stylistic/max-len': ['error', { code: UNLIMITED, comments: 100, ignoreUrls: true }] },
  },
  {
    files: ['src/app/**/*.tsx'],
    rules: { 'no-restricted-syntax': ['error', ...textsInComponents] },
  },
  { files: ['src/app/**/*.{ts,tsx}'], extends: [reactHooks.configs.flat['recommended-latest']] },
  { files: ['src/cli/**', 'build/**', 'tests/**'], rules: { 'no-console': 'off' } },
  // It has nowhere else to tell the people who build the course page.
  { files: ['src/embed/host/auto.ts'], rules: { 'no-console': 'off' } },
  { files: ['**/*.js'], ignores: ['demo/**', 'public/**'], languageOptions: { globals: globals.node } },
  { files: ['{demo,public}/**/*.js'], languageOptions: { globals: globals.browser } },
);
