import type { Credentials } from '../../server/http/credentials.ts';
import { LINK_PATIENCE } from '../../server/http/http-limits.ts';
import { HttpIssuing } from '../../server/http/link-http.ts';
import type { Link } from '../../server/issuing.ts';
import type { IssuerAddress } from './role-flags.ts';

/** A link to issuing servers in other processes. */
export interface LiveLink {
  readonly link: Link;
  close(): Promise<void>;
}

/** The link to these. None of them is asked before it is needed: they may start later. */
export function openLink(
  addresses: readonly IssuerAddress[],
  credentials: Pick<Credentials, 'of'>,
): LiveLink {
  const issuers = addresses.map(({ municipality, origin }) => {
    const credential = credentials.of('centre', municipality);
    const issuing = new HttpIssuing({ origin, credential, patience: LINK_PATIENCE });
    return [municipality, issuing] as const;
  });
  return {
    link: new Map(issuers),
    close: async () => {
      await Promise.all(issuers.map(([, issuing]) => issuing.close()));
    },
  };
}
