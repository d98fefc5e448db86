/**
 * A text that is produced as it is read; if the reader stops, no more is produced. A failure is
 * only the cause of the stream's error, because a server may send the error's message to the
 * client.
 *
 * @param pause - Awaited before each piece, so that other requests get a turn.
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
