import {
  mixText,
  movedText,
  probabilityText,
  rowText,
  togetherText,
} from '../reports/calibration-figures.ts';
import { calibrationText, secondsText } from '../reports/calibration-text.ts';
import { calibrationWordsOf } from '../reports/calibration-words.ts';
import { countText } from '../reports/quantities.ts';
import { calibrateShipped } from '../scenarios/calibration/calibrate-files.ts';
import type { StudiedCity } from '../scenarios/calibration/calibration.ts';
import { STUDIES } from '../scenarios/calibration/studies.ts';
import { code, fence, GENERATED, page, table } from './markdown.ts';
import { channelKeys } from './reference-channels.ts';

/** Seed of the page: its figures are those of `kofu calibrate`. */
const SEED = 1;

const words = calibrationWordsOf('en');
const { signal } = new AbortController();
const calibration = await calibrateShipped(STUDIES, SEED, signal);
const alone = await calibrateShipped(
  STUDIES.filter(({ city }) => city === 'ichikawa'),
  SEED,
  signal,
);

/** Cities against what is published of them: docs/calibration.md. */
export function calibrationReference(): string {
  const { exit } = calibration;
  return page(
    GENERATED,
    '# Calibration',
    INTRODUCTION,
    fence('sh', COMMANDS),
    'Of Ichikawa alone it prints:',
    fence('text', ichikawa()),
    FLAGS,
    '## Every published figure',
    `\`exit ${exit.code}: ${exit.reason}\`. ${togetherText(calibration, words)}`,
    rowTable(),
    READING,
    '## Shares that come back',
    mixTable(),
    '## Ways to a certificate',
    CHANNELS,
    ...calibration.cities.flatMap(channelTables),
    '### Keys of a file of channels',
    channelKeys(),
    '## Defects of the sources',
    'What a source contradicts itself in, or has lost, and what is used in its place. Every report ' +
      'of its city has these lines.',
    defectTable(),
    '## Notes on single figures',
    noteTable(),
    '## Cities',
    cityTable(),
    CITIES,
  );
}

/** What `kofu calibrate ichikawa` prints, up to what all reports have. */
function ichikawa(): string {
  const [parts = ''] = calibrationText(alone, 'en').split(`\n\n${words.sections.defects}`);
  return `${parts}\n\n…\nexit ${alone.exit.code}: ${alone.exit.reason}`;
}

function rowTable(): readonly string[] {
  const { columns } = words;
  const { row, what, published, simulated, interval, test, probability } = columns;
  const head = [row, what, published, simulated, interval, test, probability];
  return table(
    [...head, columns.noticed, columns.basis, columns.source, columns.verdict],
    calibration.rows.map((judged) => {
      const text = rowText(judged, words);
      const figures = [text.published, text.simulated, text.interval, text.test, text.probability];
      const told = [text.noticed, text.basis, text.source, text.verdict];
      return [code(text.id), judged.title.en, ...figures, ...told];
    }),
  );
}

function mixTable(): readonly string[] {
  return table(
    ['shares', 'what', 'simulated (published)', 'χ²', 'degrees', 'p', 'verdict'],
    calibration.mixes.map((mix) => [
      code(mix.id),
      mix.title.en,
      mixText(mix),
      mix.chiSquare.toFixed(1),
      String(mix.freedom),
      probabilityText(mix.pValue),
      words.verdicts[mix.verdict],
    ]),
  );
}

function defectTable(): readonly string[] {
  return table(
    ['source', 'what it says', 'what is used', '原資料', '用いたもの', 'rows'],
    calibration.defects.map(({ source, said, used, rows }) => [
      source,
      said.en,
      used.en,
      said.ja,
      used.ja,
      rows.map(code).join(' '),
    ]),
  );
}

function noteTable(): readonly string[] {
  const noted = calibration.rows.filter(({ notes }) => notes.length > 0);
  return table(
    ['row', 'note', '注記'],
    noted.map(({ id, notes }) => [
      code(id),
      notes.map(({ en }) => en).join(' '),
      notes.map(({ ja }) => ja).join(''),
    ]),
  );
}

function cityTable(): readonly string[] {
  return table(
    ['city', '市', 'what is simulated', 'demand', 'visits'],
    calibration.cities.map(({ city, title, period, visits }) => [
      `${title.en} (\`${city}\`)`,
      title.ja,
      period.en,
      `[cities/${city}.yaml](../scenarios/cities/${city}.yaml)`,
      countText(visits),
    ]),
  );
}

function channelTables({ title, channels }: StudiedCity): readonly (string | readonly string[])[] {
  return channels.flatMap((channelTable) => {
    const { from, to, observed, types, channels: rows } = channelTable;
    const moved = movedText(channelTable, words, 'en');
    return [
      `**${title.en}**, ${from} to ${to}, queues of ${observed.from} to ${observed.to}:`,
      table(
        [
          'channel',
          '経路',
          ...types.map((type) => words.certificates[type] ?? type),
          'median',
          'p95',
          'queue p95',
        ],
        rows.map((row) => [
          row.title.en,
          row.title.ja,
          ...row.certificates.map(countText),
          secondsText(row.visits?.median),
          secondsText(row.visits?.p95),
          secondsText(row.waits?.p95),
        ]),
      ),
      ...(moved === '' ? [] : [moved]),
    ];
  });
}

const INTRODUCTION = `
Does the simulated traffic look like the real one? \`kofu calibrate\` simulates each city over
the days of which something is published, with the same demand model and the same citizens as a
run, and judges every row of [source-statistics.csv](source-statistics.csv) that is there to be
judged (\`val\`). Cities are made of the other rows (\`cal\`): what is judged comes out, it is
not put in. What the tests are and why is in [0015](decisions/0015-how-cities-are-judged.md).`;

const COMMANDS = `# all cities; exit 99 if a figure is outside
npx kofu calibrate

# one city, with calibration.html and its drawings
npx kofu calibrate miyazaki --out calibration

# what is judged, and how
npx kofu calibrate --list

# a demand of your own against what is published of Toyonaka
npx kofu calibrate toyonaka --demand toyonaka=mine.yaml`;

const FLAGS = `
\`--seed\` makes another sample of the same cities, \`--json\` prints everything for a program
(\`schema: kofu-calibration\`; an interval without upper end has \`null\` there), \`--lang ja\`
tells it in Japanese. The same seed gives the same bytes. \`--demand city=file\` judges a
[demand](demand.md) of yours, for instance one with other weekdays, by what is published of that
city; it may be given for several.

| exit | |
|---|---|
| 0 | every figure comes out |
| 99 | a figure is outside; the last line names it |
| 104 | there is no such city, or a demand has mistakes: each with its place |
| 105 | interrupted; nothing was judged |`;

const READING = `
- **interval**: where 95 % of simulations fall if the published figure is their mean. A figure
  that was printed rounded stood for anything that rounds to it, and the interval is that much
  wider. Bounds ("over a quarter") and ranks ("Monday highest", as the ratio to the next) have no
  upper end.
- **p**: how probable a distance like this is then; it is adjusted for all figures of the report
  before it decides.
- **notices**: the smallest departure that four reports of five would call OUTSIDE.
- **basis**: *follows* comes of rows that the city is calibrated on, never of the row itself; it
  shows that calendar, hours, arrivals, moves and growth lose and invent nothing. *inferred*: no
  published number says it and ours was chosen with the row in view; it shows that the model
  keeps the row, and foretells nothing.
- **verdict**: *by chance* is outside of its own 95 % and within what so many figures do by
  chance.`;

const CHANNELS = `
Beside the kiosk there are 窓口 (counter), 自動交付機 (machine), カード用端末 (a terminal that the staff works
while the citizen enters a PIN) and 郵送 (mail). [scenarios/channels/](../scenarios/channels) has
them for three cities as data: hours, places, windows, the steps of a visit, certificates by
channel and period, and who moved where, each number with its origin:

\`\`\`yml
follows:
  period: '2013'
  moves:
    - from: machine                 # five of nine machines were taken away
      certificate: resident-record
      whose: closed                 # of those who have lost theirs
      to:
        value: { stores: 0.561695, terminal: 0.144196, counter: 0.021354 }
        origin: 'D: 7,444, 1,911 and 283 of 23,855 × 5/9 …'
\`\`\`

Their visitors are Poisson processes of the demand model too, with the days of the city and the
hours of the channel. In 2014 Miyazaki has no volumes of its own: everybody has the habits of
2013, and a place of their own, and moves or stays. On the days observed visits are lived through
in virtual time: steps before the window, the queue in front of it, the service that holds it,
steps behind it. No step of a visit is published, only ten minutes at a counter and two at a
machine; queues are those that windows as inferred would have. Times at stores are those of a
[run](scenarios.md).`;

const CITIES = `
Runs of their own: [miyazaki-2014](../scenarios/miyazaki-2014.yaml),
[ichikawa-2010](../scenarios/ichikawa-2010.yaml),
[toyonaka-2015](../scenarios/toyonaka-2015.yaml) and
[mitaka-2010](../scenarios/mitaka-2010.yaml). With the same seed their citizens are those who are
counted here. The demands of Shibuya and of the model city can be used by any scenario. Those of
S1 are plans: 10 % of all certificates in the first year, ten points more in each of the next
four.`;
