import type { TraceEvent } from '../../scenarios/trace-events.ts';
import type { Database } from '../../server/database/database.ts';

/** What a kiosk knows of one request: the truth, as the paper and the money were there. */
export interface Account {
  readonly request: string;
  readonly kiosk: string;
  /** Every number this request was ever answered with or that stood on its pages. */
  readonly numbers: Set<string>;
  pages: number;
  pagesOf: number;
  /** Paid less refunded. */
  paidYen: number;
  repeated: number;
}

/** The journals of all kiosks, request by request. */
export class KioskBooks {
  readonly accounts = new Map<string, Account>();
  readonly endings: Record<string, number> = {};

  record(event: TraceEvent): void {
    switch (event.kind) {
      case 'requested': {
        const { request, kiosk } = event;
        const nothing = { pages: 0, pagesOf: 0, paidYen: 0, repeated: 0 };
        this.accounts.set(request, { request, kiosk, numbers: new Set(), ...nothing });
        return;
      }
      case 'document':
        this.#of(event.request).numbers.add(event.number);
        if (event.repeated) this.#of(event.request).repeated += 1;
        return;
      case 'paid':
        this.#of(event.request).paidYen += event.yen;
        return;
      case 'refunded':
        this.#of(event.request).paidYen -= event.yen;
        return;
      case 'page': {
        const account = this.#of(event.request);
        account.numbers.add(event.number);
        account.pages += 1;
        account.pagesOf = event.of;
        return;
      }
      case 'ended':
        this.endings[event.outcome] = (this.endings[event.outcome] ?? 0) + 1;
        return;
    }
  }

  #of(request: string): Account {
    const account = this.accounts.get(request);
    if (account === undefined) throw new Error(`${request} was never asked for`);
    return account;
  }
}

export interface LedgerRow {
  readonly requestId: string;
  readonly kioskId: string;
  readonly municipality: string;
  readonly serial: number;
  readonly state: string;
  readonly paidYen: number | null;
  readonly feeYen: number;
}

/** What the server has in its database. */
export interface ServerBooks {
  readonly rows: readonly LedgerRow[];
  /** Requests that were ever claimed. */
  readonly claimed: readonly string[];
  /** The last serial drawn, by municipality. */
  readonly counters: Readonly<Record<string, number>>;
  /** Documents that have a key. */
  readonly keys: ReadonlySet<string>;
}

const ROWS = `
  select request_id as "requestId", kiosk_id as "kioskId", municipality, serial, state,
    paid_yen as "paidYen", fee_yen as "feeYen" from issuance`;

export async function serverBooks(database: Database): Promise<ServerBooks> {
  const ask = (name: string, text: string) => database.query({ name: `books.${name}`, text });
  const rows = (await ask('rows', ROWS)) as unknown as readonly LedgerRow[];
  const claimed = await ask('claimed', 'select request_id as id from claimed_request');
  const counters = await ask('counters', 'select municipality, serial from document_counter');
  const keys = await ask('keys', 'select document_number as number from document_key');
  return {
    rows,
    claimed: claimed.map(({ id }) => String(id)),
    counters: Object.fromEntries(
      counters.map((row) => [String(row['municipality']), Number(row['serial'])]),
    ),
    keys: new Set(keys.map(({ number }) => String(number))),
  };
}

/** What was lost: paper or money that the ledger does not know; or a request nobody settled. */
export function lost(kiosks: KioskBooks, server: ServerBooks): readonly string[] {
  const rows = new Map(server.rows.map((row) => [row.requestId, row]));
  const findings: string[] = [];
  for (const account of kiosks.accounts.values()) {
    findings.push(...lostOf(account, rows.get(account.request)));
    for (const number of account.numbers) {
      if (!server.keys.has(number)) findings.push(`${account.request}: ${number} has no key`);
    }
  }
  for (const { requestId, state } of server.rows) {
    if (state === 'claimed') findings.push(`${requestId}: not settled`);
  }
  return findings;
}

function lostOf(account: Account, row: LedgerRow | undefined): readonly string[] {
  const { request, pages, pagesOf, paidYen, numbers } = account;
  const findings: string[] = [];
  const whole = pagesOf > 0 && pages === pagesOf;
  if (whole !== paidYen > 0) findings.push(`${request}: ${paidYen} yen for ${pages} pages`);
  if (row === undefined && numbers.size > 0) findings.push(`${request}: not in the ledger`);
  if (paidYen > 0 && (row?.state !== 'printed' || row.paidYen !== paidYen)) {
    findings.push(`${request}: paid ${paidYen} yen, in the ledger ${row?.state} ${row?.paidYen}`);
  }
  return findings;
}

/** What was doubled: numbers, documents of one request, money the kiosk does not have. */
export function doubled(kiosks: KioskBooks, server: ServerBooks): readonly string[] {
  const findings: string[] = [];
  const owners = new Map<string, string>();
  for (const row of server.rows) {
    const { requestId } = row;
    const number = numberOf(row);
    const owner = owners.get(number);
    if (owner !== undefined) findings.push(`${number}: of ${owner} and of ${requestId}`);
    owners.set(number, requestId);
    findings.push(...doubledOf(row, kiosks.accounts.get(requestId)));
  }
  return [...findings, ...miscounted(server)];
}

function doubledOf(row: LedgerRow, account: Account | undefined): readonly string[] {
  const { requestId, kioskId, state } = row;
  const findings: string[] = [];
  const yen = row.paidYen ?? 0;
  const paidYen = account?.paidYen ?? 0;
  if (account?.kiosk !== kioskId) findings.push(`${requestId}: of ${kioskId}, which never asked`);
  for (const number of account?.numbers ?? []) {
    if (number !== numberOf(row)) findings.push(`${requestId}: is ${numberOf(row)} and ${number}`);
  }
  if (yen > 0 !== (state === 'printed')) findings.push(`${requestId}: ${state} for ${yen} yen`);
  if (yen > paidYen) findings.push(`${requestId}: ${yen} yen there, ${paidYen} here`);
  return findings;
}

/** Numbers that are not 1, 2, 3 …, and claims that are not one document each. */
function miscounted({ rows, claimed, counters }: ServerBooks): readonly string[] {
  const findings: string[] = [];
  const serials: Record<string, number[]> = {};
  for (const { municipality, serial } of rows) {
    serials[municipality] = [...(serials[municipality] ?? []), serial];
  }
  for (const [municipality, drawn] of Object.entries(serials)) {
    drawn.sort((a, b) => a - b);
    const gap = drawn.findIndex((serial, index) => serial !== index + 1);
    if (gap >= 0) findings.push(`${municipality}: ${drawn[gap]} where ${gap + 1} should be`);
    const counter = counters[municipality];
    if (counter !== drawn.at(-1)) findings.push(`${municipality}: the counter is at ${counter}`);
  }
  const made = new Set(rows.map(({ requestId }) => requestId));
  for (const requestId of claimed) {
    if (!made.has(requestId)) findings.push(`${requestId}: claimed, and no document`);
  }
  return findings;
}

function numberOf({ municipality, serial }: LedgerRow): string {
  return `${municipality}-${String(serial).padStart(7, '0')}`;
}
