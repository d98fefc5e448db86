/** The command was understood but cannot be run; the message is for the owner. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
