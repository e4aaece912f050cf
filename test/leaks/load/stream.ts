/** Listens to the stream of changes as a screen does, and comes back when the connection ends. */

export interface Listening {
  /** Everything received so far. */
  text(): string;
  stop(): void;
}

export function readStream(url: string, token: string): Listening {
  const gone = new AbortController();
  const decoder = new TextDecoder();
  let received = '';
  const listen = async (): Promise<void> => {
    while (!gone.signal.aborted) {
      try {
        const response = await fetch(`${url}/api/v1/events/stream`, {
          headers: { Authorization: `Bearer ${token}` },
          signal: gone.signal,
        });
        for await (const chunk of response.body ?? []) received += decoder.decode(chunk, { stream: true });
      } catch {
        // The API was killed, or we are done.
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  };
  void listen();
  return { text: () => received, stop: () => gone.abort() };
}
