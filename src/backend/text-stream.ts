/**
 * A text that is written while somebody takes it; where nobody takes any more, no more is made.
 * What goes wrong on the way is the cause of an error that says nothing of it, because a server
 * may hand its message to the other side.
 *
 * @param pause - Awaited before each piece, so that whoever else waits gets a turn.
 */
export function textStream(
  pieces: AsyncGenerator<string, void>,
  pause?: () => Promise<void>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        await pause?.();
        const { value, done } = await pieces.next().catch(breakOff);
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      async cancel() {
        await pieces.return();
      },
    },
    { highWaterMark: 16 },
  );
}

function breakOff(cause: unknown): never {
  throw new Error('A reply broke off', { cause });
}
