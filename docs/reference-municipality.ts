import { CERTIFICATE_TYPES } from '../server/contract.ts';
import { HOLIDAY_YEARS } from '../server/municipalities/holidays.ts';
import { ShippedMunicipalities } from '../server/municipalities/municipality-files.ts';
import { code, fence, table } from './markdown.ts';

/** How the municipality of a scenario is written. */
export function municipalityForms(): readonly string[] {
  return [
    'A municipality is written in one of three ways: by the code of one that comes with kofu,',
    block("municipality: '27203' # 豊中市; the quotes are needed"),
    `as such a one with changes, which are a JSON merge patch
([RFC 7396](https://www.rfc-editor.org/rfc/rfc7396)): maps are merged key by key, lists are
replaced, ${code('null')} takes a key away,`,
    block(CHANGED),
    `or with all of its data, as below. ${code('--set municipality.population=50000')} works with
each of them. The run folder keeps the whole of it.`,
  ];
}

/** What its keys mean together, and which municipalities come with kofu. */
export function municipalityRules(): readonly string[] {
  return [RULES, '### Municipalities that come with kofu', SHIPPED, shipped()];
}

function block(example: string): string {
  return fence('yaml', example.trim()).join('\n');
}

const CHANGED = `
municipality:
  extends: '40625'
  feesYen: { resident-record: 10, family-register-addresses: null }
  hoursOf: { family-register-full: null }
  closedDays: []
  maintenance:
    - { from: '2024-10-04T17:30+09:00', to: '2024-10-05T09:00+09:00', types: [seal-registration] }
`;

const RULES = `
Certificates that \`hoursOf\` does not name have the ordinary \`hours\`. A session can be opened
while any certificate on offer is issued; those with other hours are then withheld. The cut-off is
decided when a request arrives: who asks a millisecond before closing time is served, however long
the page takes to print. Nothing is issued on \`closedDays\`, nor during \`maintenance\` what it
concerns. \`weekdaysOnly\` excepts Saturdays, Sundays, national holidays and the days off that come
of them (振替休日, 国民の休日). Holidays are known from ${HOLIDAY_YEARS.first} to
${HOLIDAY_YEARS.last}, and a run must lie within these years. Who applies for use of the service
from elsewhere (利用登録申請) can use it from the morning of the fifth business day after; Saturdays,
Sundays, holidays and 29 December to 3 January do not count.`;

const SHIPPED = `
Their files are in [server/municipalities](../server/municipalities) and say where each number is
from. Fees are in yen and of the time that the file names; many have changed since.`;

function shipped(): string {
  const known = new ShippedMunicipalities();
  const rows = [...known.keys()].map((each) => {
    const { name = '', feesYen = {} } = known.get(each) ?? {};
    const fees = CERTIFICATE_TYPES.map((type) => String(feesYen[type] ?? ''));
    return [code(each), name, ...fees];
  });
  return table(['code', 'name', ...CERTIFICATE_TYPES.map(code)], rows).join('\n');
}
