/** The command was understood, and cannot be carried out; the message is for the owner. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
