import { InvalidArgumentError } from 'commander';

/** What `kofu serve` can be of the reference server. */
export const ROLES = ['all', 'centre', 'issuer'] as const;
export type Role = (typeof ROLES)[number];

/** Where the issuing server of a municipality listens. */
export interface IssuerAddress {
  readonly municipality: string;
  readonly origin: string;
}

/** What `kofu serve` can be told about its role. */
export interface RoleFlags {
  readonly role: Role;
  readonly issuer: readonly IssuerAddress[];
  /** File that holds the link key. */
  readonly linkKey?: string;
  readonly port?: number;
  readonly mutant?: string;
  /** File that holds the certificate of the card authority. */
  readonly authority?: string;
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** `27203=http://127.0.0.1:8081`, added to those before it. */
export function issuerAddress(
  text: string,
  before: readonly IssuerAddress[],
): readonly IssuerAddress[] {
  const [, municipality, address = ''] = /^(\d{5})=(.*)$/.exec(text) ?? [];
  const url = originIn(address);
  if (municipality === undefined || url === undefined) {
    throw new InvalidArgumentError('Write code=origin, e.g. 27203=http://127.0.0.1:8081.');
  }
  assertLoopback(url);
  if (before.some((each) => each.municipality === municipality)) {
    throw new InvalidArgumentError(`${municipality} has an issuing server already.`);
  }
  return [...before, { municipality, origin: url.origin }];
}

/** The origin of a server on this machine, e.g. http://127.0.0.1:8080. */
export function loopbackOrigin(text: string): string {
  const url = originIn(text);
  if (url === undefined) {
    throw new InvalidArgumentError('Write an origin, e.g. http://127.0.0.1:8080, without a path.');
  }
  assertLoopback(url);
  return url.origin;
}

/** HTTP, and the origin only: paths are the contract's. */
function originIn(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'http:' && url.href === `${url.origin}/` ? url : undefined;
}

function assertLoopback({ hostname }: URL): void {
  if (LOOPBACK.includes(hostname)) return;
  throw new InvalidArgumentError(`Only ${LOOPBACK.join(', ')} are asked.`);
}

/** What flags say that cannot be meant together, with the remedy; undefined if nothing. */
export function contradictionInRole(flags: RoleFlags): string | undefined {
  const { role, issuer, linkKey, port, authority, mutant } = flags;
  if (role === 'all') {
    return issuer.length > 0 || linkKey !== undefined
      ? '--issuer and --link-key are for processes of their own: add --role centre or --role issuer'
      : undefined;
  }
  if (role === 'centre' && mutant !== undefined) {
    return '--mutant is planted into an issuing server: give it to --role issuer';
  }
  if (role === 'centre' && issuer.length === 0) {
    return '--role centre has nobody to ask: name issuing servers, e.g. --issuer 27203=http://127.0.0.1:8081';
  }
  if (role === 'issuer' && issuer.length > 0) {
    return '--issuer is for --role centre: an issuing server asks no other';
  }
  if (role === 'issuer' && port === undefined) {
    return '--role issuer needs a --port that the centre is told with --issuer, e.g. --port 8081';
  }
  if (role === 'issuer' && authority !== undefined) {
    return '--authority is for the centre: an issuing server sees no certificates of cards';
  }
  return linkKey === undefined
    ? `--role ${role} needs the --link-key that both sides share: openssl rand -hex 32 > link.key`
    : undefined;
}
