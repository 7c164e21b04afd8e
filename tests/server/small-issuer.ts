import type { AddressInfo } from 'node:net';
import { DigestCardOffice } from '../../devices/card/card-office-digest.ts';
import type { Renderer } from '../../server/document/document.ts';
import { DigestRenderer } from '../../server/document/document-digest.ts';
import { DerivedCredentials } from '../../server/http/credentials-system.ts';
import { Drain } from '../../server/http/drain.ts';
import { ISSUER_LIMITS, LINK_PATIENCE, type StageLimits } from '../../server/http/http-limits.ts';
import { issuerOverHttp } from '../../server/http/issuer-http.ts';
import { HttpIssuing } from '../../server/http/link-http.ts';
import { ServerMetrics } from '../../server/http/metrics.ts';
import { shutDown } from '../../server/http/shutdown-http.ts';
import type { Issuer } from '../../server/issuer.ts';
import { type Pace, REAL_PACE } from '../../server/pace.ts';
import { RealTime } from '../../sim/real-time.ts';
import { OPEN_MS, smallTown, TOWN } from './small-town.ts';
import type { CountedLedger } from './stores/stores.ts';

const LINK_KEY = 'a link key for tests, of no use elsewhere';
const FEES_YEN = {
  'resident-record': 200,
  'seal-registration': 300,
  'family-register-full': 450,
} as const;

/** The issuing server of one town over real HTTP, over stores of each kind. */
export class SmallIssuer {
  readonly runner = new RealTime();
  readonly errors: unknown[] = [];
  readonly ledger: CountedLedger;
  /** The rules themselves, without a wire. */
  readonly issuer: Issuer;
  readonly link = new DerivedCredentials(LINK_KEY);
  readonly offices = new DerivedCredentials('a key of offices, of no use elsewhere');
  readonly #drain = new Drain(() => 0);
  readonly #app: ReturnType<typeof issuerOverHttp>;
  readonly #lines: HttpIssuing[] = [];

  constructor(renderer: Renderer = new DigestRenderer(), pace: Pace = REAL_PACE) {
    const { issuer, office, ledger } = smallTown({
      feesYen: FEES_YEN,
      renderer,
      pace,
      authority: new DigestCardOffice({ validFromMs: OPEN_MS - 86_400_000 }).authority,
      runner: this.runner,
      journal: () => {},
    });
    this.issuer = issuer;
    this.ledger = ledger;
    this.#app = issuerOverHttp({
      issuer,
      municipality: TOWN,
      link: this.link,
      office: { office, municipalities: [TOWN], credentials: this.offices },
      runner: this.runner,
      drain: this.#drain,
      metrics: new ServerMetrics({
        loads: () => ({}),
        loopDelayMs: () => ({ p50: 0, p99: 0, max: 0 }),
      }),
      limits: ISSUER_LIMITS,
      nowMs: () => OPEN_MS,
      databaseReachable: () => true,
      onError: (error) => void this.errors.push(error),
    });
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#app.server.address() as AddressInfo).port}`;
  }

  /** Listens; on a free port, if none is given. */
  async open(port = 0): Promise<void> {
    await this.#app.listen({ host: '127.0.0.1', port });
  }

  /** The centre's end of the link. */
  line(
    credential = this.link.of('centre', TOWN),
    patience: Partial<StageLimits> = {},
    origin = this.origin,
  ): HttpIssuing {
    const line = new HttpIssuing({
      origin,
      credential,
      patience: { ...LINK_PATIENCE, ...patience },
    });
    this.#lines.push(line);
    return line;
  }

  async close(): Promise<void> {
    for (const line of this.#lines) await line.close();
    await shutDown({ app: this.#app, drain: this.#drain, runner: this.runner }, 0);
    this.runner.stop();
  }
}
