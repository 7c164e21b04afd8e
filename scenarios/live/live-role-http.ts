import assert from 'node:assert/strict';
import { DerivedCredentials } from '../../server/http/credentials-system.ts';
import type { Scenario } from '../scenario.ts';
import {
  openCentreFidelity,
  openIssuingFidelity,
  openServingFidelity,
  type ServingOptions,
} from './fidelity-serving-pdf.ts';
import { openLiveIssuer } from './live-issuer-http.ts';
import { openLink } from './live-link-http.ts';
import { type LiveServer, type LiveServerOptions, openLiveServer } from './live-server-http.ts';
import type { IssuerAddress, Role } from './role-flags.ts';

export interface LiveRoleOptions
  extends ServingOptions,
    Omit<LiveServerOptions, 'fidelity' | 'link'> {
  readonly role: Role;
  /** The issuing servers that a centre alone asks. */
  readonly issuers: readonly IssuerAddress[];
  /** Of a centre alone and of an issuing server alone. */
  readonly linkKey: string | undefined;
}

/** Starts what a role is of the reference server, with what it needs of the real thing. */
export async function openLiveRole(
  scenario: Scenario,
  options: LiveRoleOptions,
): Promise<LiveServer> {
  const { role, issuers, linkKey, render } = options;
  if (role === 'all') {
    const fidelity = await openServingFidelity(scenario, options);
    return closing(openLiveServer(scenario, { ...options, fidelity }), () => fidelity.close());
  }
  assert(linkKey !== undefined, `the role ${role} has a link`);
  if (role === 'issuer') {
    const fidelity = openIssuingFidelity(render);
    const opened = openLiveIssuer(scenario, { ...options, linkKey, fidelity });
    return closing(opened, () => fidelity.close());
  }
  const fidelity = await openCentreFidelity(scenario, options);
  const { link, close } = openLink(issuers, new DerivedCredentials(linkKey));
  return closing(openLiveServer(scenario, { ...options, fidelity, link }), async () => {
    await close();
    await fidelity.close();
  });
}

/** A server that gives back more at its end, also if it could not be started. */
async function closing(opened: Promise<LiveServer>, more: () => Promise<void>) {
  try {
    const server = await opened;
    const close = async (drainMs?: number) => {
      try {
        await server.close(drainMs);
      } finally {
        await more();
      }
    };
    return { ...server, close };
  } catch (error) {
    await more();
    throw error;
  }
}
