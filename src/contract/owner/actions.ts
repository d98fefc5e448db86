/** What is done with the owner's access, by what the owner asks the history for. */
export const ownerActions = {
  change: [
    'lead.correct',
    'lead.retry',
    'lead.release',
    'lead.purge',
    'lead.settle-delivered',
    'lead.settle-rejected',
    'leads.retry',
    'leads.retry-done',
    'leads.release',
    'leads.release-done',
    'leads.purge',
    'leads.purge-done',
    'person.erase',
    'person.left-at-vendor',
    'token.add',
    'token.revoke',
    'company.add',
    'code.add',
    'code.change',
    'code.activate',
    'code.pause',
    'code.end',
    'codes.activate',
    'codes.pause',
    'codes.generate',
    'codes.import',
    'use.settle-redeemed',
    'use.settle-refused',
    'use.retry',
    'postbacks.retry',
    'postbacks.dismiss',
  ],
  look: [
    'lead.read',
    'leads.read',
    'leads.export',
    'contacts.read',
    'contacts.export',
    'codes.export',
    'journal.read',
    'uses.read',
  ],
  session: ['session.begin', 'session.end'],
} as const;
export type OwnerActionKind = keyof typeof ownerActions;
/** Thing and verb. */
export type OwnerAction = (typeof ownerActions)[OwnerActionKind][number];

export const ownerActionKinds = ['change', 'look', 'session'] as const;
