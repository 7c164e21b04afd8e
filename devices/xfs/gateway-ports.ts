/** Where services are; XFS4IoT reserves these ports, see `GATEWAY_PORTS`. */
export const SERVICE_ROOT = '/xfs4iot/v1.0';

/** Ports of XFS4IoT services: a client tries them one after the other. */
export const GATEWAY_PORTS = { first: 5846, last: 5856 } as const;
