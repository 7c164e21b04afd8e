import { readdirSync, readFileSync } from 'node:fs';

/** A text file of the tree, its path from the root. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A rule about the form of the tree: answers the places that break it. */
export type TidyRule = (files: readonly SourceFile[]) => readonly string[];

/** What neither Biome nor dependency-cruiser can say, by name. */
export const TIDY_RULES = {
  'chance is drawn from an Rng, in tests too': (files) =>
    code(files)
      .filter(({ path }) => !ADAPTERS.test(path))
      .flatMap((file) => lines(file, /\b(randomUUID|randomBytes|randomInt|getRandomValues)\b/)),

  'a file is named for what it holds': (files) =>
    code(files)
      .map(({ path }) => path)
      .filter((path) => /[/-](util|helper|common|misc|manager|handler|service)s?[.-]/.test(path)),

  'a line fits on a page one hundred columns wide': (files) =>
    code(files)
      .map(({ path, text }) => ({ path, text: text.replaceAll(UNBREAKABLE, '') }))
      .flatMap((file) => lines(file, /^(?!.*https?:\/\/).{101,}$/u)),

  'a class extends nothing but an Error': (files) =>
    code(files).flatMap((file) => lines(file, /\bclass \w+(<.*>)? extends (?!\w*Error\b)/)),

  'what is in the tree is finished': (files) =>
    files.flatMap((file) => lines(file, /\b(TODO|FIXME|XXX)\b|\bissue #/)),

  'no file names a path of one machine': (files) =>
    files.flatMap((file) =>
      lines(file, /(?<![\w.~/-])\/(home|root|Users|work)\/|\b[A-Z]:\\+Users/),
    ),

  'what can go wrong has a test that imports it or bears its name': (files) => {
    const tests = files.filter(({ path }) => path.startsWith('tests/'));
    const product = files.filter(({ path, text }) => PRODUCT.test(path) && BEHAVIOUR.test(text));
    const covered = new Set(
      product
        .filter(({ path }) => tests.some((test) => covers(test, path)))
        .map(({ path }) => path),
    );
    // What only serves a neighbour in its folder is tested through it.
    for (let before = -1; before < covered.size; ) {
      before = covered.size;
      for (const { path } of product) {
        if (product.some((user) => covered.has(user.path) && isPartOf(user, path)))
          covered.add(path);
      }
    }
    return product.map(({ path }) => path).filter((path) => !covered.has(path));
  },
} as const satisfies Record<string, TidyRule>;

const FOLDERS = ['sim', 'server', 'devices', 'scenarios', 'reports', 'tests', 'docs'];
const PRODUCT = /^(sim|server|devices|scenarios(?!\/k6)|reports)\/.*\.ts$/;
const BEHAVIOUR = /^export (async|class|const|function)/m;
const TEXT = /\.(ts|js|mjs|cjs|json|ya?ml|md|html|css)$/;

/** Strings and regular expressions on one line, which no formatter can break. */
const UNBREAKABLE = /(['"`])(?:\\.|(?!\1)[^\\\n])*\1|^ *\/[^*/\n].*\/\w*[,;]?$/gm;

/** The files that biome.json lets use the ambient globals, and therefore chance. */
const ADAPTERS = new RegExp(
  JSON.parse(readFileSync('biome.json', 'utf8'))
    .overrides.find(({ includes }: { includes: string[] }) => includes.includes('main.ts'))
    .includes.map((glob: string) => `^${glob}$`.replaceAll('.', '\\.').replace('^**/*', ''))
    .join('|'),
);

/** These two name what they forbid. */
const PLANTS = /^tests\/(tidy|guards)/;

/** The tree's text files, lock file and licence aside. */
export function sourceFiles(): readonly SourceFile[] {
  const below = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  );
  return [...readdirSync('.'), ...below]
    .filter((path) => TEXT.test(path) && path !== 'package-lock.json' && !PLANTS.test(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

function code(files: readonly SourceFile[]): readonly SourceFile[] {
  return files.filter(({ path }) => /\.(ts|mjs|cjs)$/.test(path));
}

function lines({ path, text }: SourceFile, pattern: RegExp): readonly string[] {
  return text
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : []));
}

/** printer.test.ts stands for printer.ts and for printer-model.ts. */
function covers({ path: test, text }: SourceFile, path: string): boolean {
  const name = `tests/${path.slice(0, -'.ts'.length)}-`;
  return (
    text.includes(`/${path}'`) ||
    name.startsWith(test.replace(/\.test\.ts$/, '-')) ||
    text.includes(`'${kindIn(path)}'`)
  );
}

/** Tests name a kind of fault or a mutant as scenarios do: clock-skew.ts is `clock.skew`. */
function kindIn(path: string): string {
  const stem = path.slice(path.lastIndexOf('/') + 1, -'.ts'.length);
  return path.startsWith('scenarios/faults/') ? stem.replace('-', '.') : `no ${stem}`;
}

/**
 * Whether a file lies beside another one that imports it, or in the room that is named as it is:
 * what tests of server/mutants.ts say of all mutants they say of each.
 */
function isPartOf({ path: user, text }: SourceFile, path: string): boolean {
  const folder = path.slice(0, path.lastIndexOf('/'));
  if (user === `${folder}.ts` && folder === 'server/mutants') return true;
  const name = path.slice(folder.length + 1);
  return user.startsWith(`${folder}/`) && new RegExp(`'\\.\\.?/${name}'`).test(text);
}
