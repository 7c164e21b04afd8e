/**
 * Who can be given a credential: a kiosk by its id, a municipality’s office by its code, the centre
 * by that of the municipality whose issuing server it asks, an operator of the fleet by name.
 */
export type Holder = 'kiosk' | 'office' | 'centre' | 'operator';

/** Secrets by which those who talk to the server show who they are. */
export interface Credentials {
  /** What this holder has been provisioned with. */
  of(holder: Holder, name: string): string;
  /** Whether this is what the holder was provisioned with. A wrong one takes as long as any. */
  accepts(holder: Holder, name: string, credential: string): boolean;
}
