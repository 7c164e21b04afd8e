import type { ValidityCheck } from '../judging/result.ts';
import type { Watch } from '../trace-events.ts';

/**
 * Errors by which the operating system refuses the generator itself a socket or a file: no local
 * port is left, or no descriptor, or no memory for one. No server can cause them.
 */
const OWN_ERRORS = /\b(EADDRNOTAVAIL|EMFILE|ENFILE|ENOBUFS)\b/;

/**
 * Counts the requests that the generator could not even send for want of ports or descriptors.
 * Kiosks tell of them as of any server that does not answer; the run is not the server's then.
 */
export class OwnErrorsWatch {
  readonly #counts = new Map<string, number>();
  #isReal = false;

  readonly watch: Watch = {
    'run-began': ({ clock }) => {
      this.#isReal = clock === 'real';
    },
    'asked-again': ({ reason }) => this.#see(reason),
    ended: ({ reason }) => this.#see(reason),
  };

  /** What came out; in virtual time there are no sockets, and nothing to say without one. */
  check(): ValidityCheck | undefined {
    if (!this.#isReal && this.#counts.size === 0) return undefined;
    const parts = [...this.#counts].map(([code, count]) => `${code} ${count} times`);
    return {
      name: 'own-errors',
      verdict: parts.length === 0 ? 'pass' : 'fail',
      message:
        parts.length === 0
          ? 'the generator ran out of neither ports nor descriptors'
          : `the generator ran out of ports or descriptors (${parts.join(', ')}): these failures are its own and not the server’s; raise ulimit -n or net.ipv4.ip_local_port_range`,
    };
  }

  #see(reason: string): void {
    const code = OWN_ERRORS.exec(reason)?.[1];
    if (code !== undefined) this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1);
  }
}
