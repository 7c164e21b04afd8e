/** How long stages are worked on at most, ms; a kiosk waits 90 s for an answer. */
export interface StageLimits {
  readonly authenticationMs: number;
  readonly issueMs: number;
  readonly recordingMs: number;
}

/** What a server puts up with from those who ask it, and how long it works for them. */
export interface HttpLimits extends StageLimits {
  /** Largest body of a request, bytes. The largest of the contract is a certificate in base64. */
  readonly bodyBytes: number;
  /** Largest request line and headers together, bytes. */
  readonly headerBytes: number;
  /** From the first byte of a request to its last, ms. */
  readonly requestMs: number;
  /** How often connections are looked over for that, ms. */
  readonly checkMs: number;
  /** How long a connection stays open on which nothing moves, ms: longer than any stage. */
  readonly silenceMs: number;
  /** How long it stays open between two requests, ms. */
  readonly keepAliveMs: number;
  /** A kiosk serves one citizen at a time; those lost on the way are forgotten in time. */
  readonly sessionsPerKiosk: number;
}

export const HTTP_LIMITS: HttpLimits = {
  bodyBytes: 64 * 1024,
  headerBytes: 16 * 1024,
  requestMs: 30_000,
  checkMs: 1_000,
  silenceMs: 120_000,
  keepAliveMs: 72_000,
  sessionsPerKiosk: 16,
  authenticationMs: 60_000,
  issueMs: 80_000,
  recordingMs: 30_000,
};

/** How long a centre waits for an issuing server: less than it works, so that it can say so. */
export const LINK_PATIENCE: StageLimits = {
  authenticationMs: 55_000,
  issueMs: 75_000,
  recordingMs: 25_000,
};

/** Those of an issuing server: less than the centre waits. Print images are given 60 s. */
export const ISSUER_LIMITS: HttpLimits = {
  ...HTTP_LIMITS,
  authenticationMs: 50_000,
  issueMs: 70_000,
  recordingMs: 20_000,
};
