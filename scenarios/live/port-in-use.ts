/** A server that cannot be started, with the remedy. */
export class PortInUse extends Error {
  override readonly name = 'PortInUse';
}

/** What went wrong at the start of a server, as the user can mend it; anything else as it is. */
export function inUse(error: unknown, port: number): unknown {
  const { code } = error as { readonly code?: string };
  if (code === 'EACCES') {
    return new PortInUse(
      `port ${port} may not be listened on: choose a --port above 1023 (0 takes a free one)`,
    );
  }
  if (code !== 'EADDRINUSE') return error;
  return new PortInUse(
    `port ${port} on 127.0.0.1 is in use: stop what listens there, or choose another --port (0 takes a free one)`,
  );
}
