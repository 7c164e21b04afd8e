import { Command, InvalidArgumentError, Option } from 'commander';

export type CasesAction = 'list' | 'run';

/** What `kofu cases` can be told. */
export interface CasesFlags {
  readonly seed: number;
  readonly jobs: number;
  readonly json?: boolean;
  readonly lang: 'ja' | 'en';
}

/** `kofu cases`, without what it does. `cores` is how many runs are under way at once by default. */
export function casesCommand(cores: number): Command {
  return new Command('cases')
    .description('the case book: list the trouble cases, or run them and see that each is found')
    .argument('[action]', 'list or run', action, 'list')
    .argument('[pattern...]', 'id or name of a case, * for any letters, or a scenario file')
    .option('--seed <n>', 'where chance starts', whole, 1)
    .option('--jobs <n>', 'runs at once (default: the cores)', atLeastOne, cores)
    .option('--json', 'as JSON')
    .addOption(new Option('--lang <language>', 'language').choices(['ja', 'en']).default('en'))
    .addHelpText(
      'after',
      `
Examples:
  $ kofu cases                        what there is
  $ kofu cases run                    all of them, on all cores
  $ kofu cases run 'MI-*' adachi      some of them

A case with a mutant is run twice: with it, where it must be caught, and at the true server, where
nothing may be wrong.

Exit codes: 0 all as expected, 98 a wrong document that no case expects, 99 something else is not
  as expected, 97 run invalid, 96 not enough data, 104 bad arguments, 105 interrupted.`,
    );
}

function action(text: string): CasesAction {
  if (text === 'list' || text === 'run') return text;
  throw new InvalidArgumentError('Write list or run.');
}

function whole(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new InvalidArgumentError('Write a whole number, 0 or more.');
  }
  return value;
}

function atLeastOne(text: string): number {
  const value = whole(text);
  if (value === 0) throw new InvalidArgumentError('Write a whole number, 1 or more.');
  return value;
}
