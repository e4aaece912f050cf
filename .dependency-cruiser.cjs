/** Import direction is a build error: what may see what, in one place (docs/decisions/001-where-things-live.md). */
const only = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from,
  to: { pathNot: to },
});
const npm = (names) => names.map((n) => `^node_modules/${n}(/|$)`);

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or a third is missing.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    only(
      'domain-is-pure',
      { path: '^domain/' },
      ['^domain/', ...npm(['xstate', 'zod'])],
      'Charts, clocks and rules know no I/O, no Temporal, no database.',
    ),
    {
      name: 'kernel-knows-no-case',
      severity: 'error',
      from: { path: '^domain/(kernel|calendar|codes)/' },
      to: { path: '^domain/cases/' },
    },
    {
      name: 'a-case-never-sees-another-case',
      severity: 'error',
      from: { path: '^domain/cases/([^/]+)/' },
      to: { path: '^domain/cases/([^/]+)/', pathNot: '^domain/cases/$1/' },
    },
    only(
      'workflows-are-sandboxed',
      { path: '^workflows/' },
      ['^workflows/', '^domain/', ...npm(['@temporalio/workflow', '@temporalio/common'])],
      'Workflow code is replayed: it may import only what is deterministic.',
    ),
    {
      name: 'workflows-are-seen-through-messages',
      comment: 'Everything else talks to cases through workflows/messages; the bundle reads workflows/index.',
      severity: 'error',
      from: { pathNot: '^(workflows|test)/' },
      to: { path: '^workflows/', pathNot: '^workflows/messages' },
    },
    {
      name: 'a-connector-never-sees-another-connector',
      severity: 'error',
      from: { path: '^activities/connectors/([^/]+)/' },
      to: { path: '^activities/connectors/([^/]+)/', pathNot: '^activities/connectors/$1/' },
    },
    {
      name: 'platform-is-plumbing',
      severity: 'error',
      from: { path: '^platform/' },
      to: { path: '^(api|activities|commands|workflows|cli|scripts|bench|ui)/' },
    },
    {
      name: 'commands-stay-below',
      severity: 'error',
      from: { path: '^commands/' },
      to: { path: '^(api|cli|scripts|bench)/|^activities/(?!incidents)' },
    },
    {
      name: 'activities-never-see-the-api',
      severity: 'error',
      from: { path: '^activities/' },
      to: { path: '^(api|cli|scripts|bench)/' },
    },
    {
      name: 'the-api-never-does-background-work',
      severity: 'error',
      from: { path: '^api/' },
      to: { path: '^(cli|scripts|bench)/|^activities/(?!incidents)' },
    },
    {
      name: 'the-command-line-speaks-http',
      severity: 'error',
      from: { path: '^cli/' },
      to: { path: '^(activities|workflows|bench)/' },
    },
    only(
      'the-web-app-speaks-http',
      { path: '^ui/src/' },
      [
        '^ui/src/',
        ...npm(['react', 'react-dom', 'react-router', 'openapi-fetch', 'get-nonce', 'recharts', 'uqr']),
        ...npm(['@mantine', '@tanstack', '@tabler', '@fontsource-variable', '@types']),
      ],
      'The web app knows the server by its document alone.',
    ),
    {
      name: 'a-feature-never-sees-another-feature',
      severity: 'error',
      from: { path: '^ui/src/features/([^/]+)/' },
      to: { path: '^ui/src/features/([^/]+)/', pathNot: '^ui/src/features/$1/' },
    },
    {
      name: 'shared-parts-know-no-feature',
      severity: 'error',
      from: { path: '^ui/src/(components|api|app)/' },
      to: { path: '^ui/src/features/' },
    },
    { name: 'nobody-imports-tests', severity: 'error', from: { pathNot: '^test/' }, to: { path: '^test/' } },
    {
      name: 'only-the-projection-writes-cases',
      comment: 'The statement that writes cases, clocks, tasks and the timeline has one caller.',
      severity: 'error',
      from: { pathNot: '^activities/(projection/|index)|^test/' },
      to: { path: '^activities/projection/' },
    },
    { name: 'no-missing-modules', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^prisma/generated/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
