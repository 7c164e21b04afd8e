/** Which folder may know which. Read this table first; the rules below obey it. */
const MAY_KNOW = {
  sim: [],
  server: ['sim'],
  devices: ['sim'],
  scenarios: ['sim', 'server', 'devices'],
  reports: ['sim'],
};

/** What a folder may know of another one that it does not know as a whole. */
const MAY_KNOW_OF = {
  devices: '^server/contract[^/]*\\.ts$',
  reports: '^scenarios/',
};

const HOUSE = '^(main\\.ts$|sim/|server/|devices/|scenarios/|reports/|docs/|tests/)';
const ROOMS = '^(sim|server|devices|scenarios|reports)/';

/** k6 scripts live in k6's own runtime: they know nobody and nobody knows them. */
const K6 = '^scenarios/k6/';

/** The adapters, by name, are the files that biome.json lets use the ambient globals. */
const { overrides } = require('./biome.json');
const ADAPTERS = overrides
  .find(({ includes }) => includes.includes('main.ts'))
  .includes.map((glob) => `^${glob}$`.replaceAll('.', '\\.').replace('^**/*', ''));

/** Packages that reach a network, a database, a thread or a clock of their own. */
const IO_PACKAGES = [
  'undici',
  'pg',
  '@electric-sql/pglite',
  'fastify',
  'socket.io',
  'socket.io-client',
  'ws',
  'piscina',
];

const arrows = Object.entries(MAY_KNOW).map(([folder, known]) => ({
  name: `${folder}-may-know-${known.join('-') || 'nobody'}`,
  severity: 'error',
  from: { path: `^${folder}/`, pathNot: K6 },
  to: {
    path: HOUSE,
    pathNot: [`^(${[folder, ...known].join('|')})/`, ...[MAY_KNOW_OF[folder] ?? []].flat()],
  },
}));

module.exports = {
  forbidden: [
    ...arrows,
    {
      name: 'reports-may-know-only-types-of-scenarios',
      severity: 'error',
      from: { path: '^reports/' },
      to: { path: '^scenarios/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'k6-is-apart',
      severity: 'error',
      from: { path: HOUSE, pathNot: K6 },
      to: { path: K6 },
    },
    {
      name: 'k6-knows-nobody',
      severity: 'error',
      from: { path: K6 },
      // Types are gone before k6 sees a script.
      to: { path: HOUSE, pathNot: K6, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'io-only-in-adapters',
      severity: 'error',
      from: { path: ROOMS, pathNot: ADAPTERS },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?assert/strict$' },
    },
    {
      name: 'packages-that-do-io-only-in-adapters',
      severity: 'error',
      from: { path: ROOMS, pathNot: [...ADAPTERS, K6] },
      to: { path: `node_modules/(${IO_PACKAGES.join('|')})/` },
    },
    {
      name: 'development-stays-out-of-the-product',
      severity: 'error',
      from: { path: `^main\\.ts$|${ROOMS}`, pathNot: [K6, '\\.mjs$'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: [K6, '^tests/', '\\.d\\.ts$'] },
      to: {},
    },
    {
      name: 'no-unresolved-imports',
      severity: 'error',
      from: { pathNot: K6 },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
    },
  },
};
