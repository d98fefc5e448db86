/**
 * What a lead form does not need for its first paint, nor for sending a lead over a network that
 * works. Where this module never comes, the form still works and sends.
 *
 * Among the script-tag files it is one of its own with its own copies of what it imports, so that
 * `instanceof ClientError` is false for an error of the form's. Hence functions and objects come
 * in as parameters; only types and constants are imported from what the form has too.
 */
import { attachDataLayer, type DataLayerHost } from './data-layer.ts';
import type { Submission } from './submission.ts';
import { createSupplement, type SupplementParts } from './supplement.ts';

/** What the form hands over. */
export interface LaterParts extends SupplementParts {
  readonly host: SupplementParts['host'] & DataLayerHost;
  readonly submission: Submission;
}

/** Called once, when the page is idle or the visitor has come to a field. */
export function attachLater(parts: LaterParts): void {
  const { host, submission } = parts;
  submission.supplement = createSupplement(parts);
  attachDataLayer(host);
}
