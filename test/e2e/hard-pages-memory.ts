import type { CDPSession, Page } from 'playwright-core';

/** What a page holds after a garbage collection. */
export interface Memory {
  /** DOM nodes of the page, attached or not. */
  readonly nodes: number;
  readonly listeners: number;
  readonly heapBytes: number;
  /** Our elements that are still alive. */
  readonly elements: number;
}

/** Looks into a page by the DevTools protocol. */
export class MemoryProbe {
  readonly #page: Page;
  readonly #devTools: CDPSession;

  private constructor(page: Page, devTools: CDPSession) {
    this.#page = page;
    this.#devTools = devTools;
  }

  static async attach(page: Page): Promise<MemoryProbe> {
    const devTools = await page.context().newCDPSession(page);
    await devTools.send('Performance.enable');
    return new MemoryProbe(page, devTools);
  }

  async read(tags: readonly string[]): Promise<Memory> {
    // Forms load their later part a second after they are there, and in turn.
    await this.#page.evaluate('new Promise((resolve) => setTimeout(resolve, 1_000))');
    await this.#page.evaluate('new Promise((resolve) => requestIdleCallback(resolve))');
    await this.#page.requestGC();
    await this.#devTools.send('HeapProfiler.collectGarbage');
    const counts = await Promise.all(tags.map((tag) => this.#count(tag)));
    const { metrics } = await this.#devTools.send('Performance.getMetrics');
    const metric = (name: string): number =>
      metrics.find((candidate) => candidate.name === name)?.value ?? Number.NaN;
    return {
      nodes: metric('Nodes'),
      listeners: metric('JSEventListeners'),
      heapBytes: metric('JSHeapUsedSize'),
      elements: counts.reduce((sum, count) => sum + count, 0),
    };
  }

  /** Names of detached trees that scripts hold. Asking keeps them alive from then on. */
  async detached(): Promise<readonly string[]> {
    await this.#devTools.send('DOM.enable');
    const { detachedNodes } = await this.#devTools.send('DOM.getDetachedDomNodes');
    return detachedNodes.map(({ treeNode }) => treeNode.nodeName);
  }

  /** The number of live elements, from the engine's list of objects. */
  async #count(tag: string): Promise<number> {
    const objectGroup = 'memory-probe';
    const prototype = await this.#devTools.send('Runtime.evaluate', {
      expression: `customElements.get('${tag}')?.prototype`,
      objectGroup,
    });
    const prototypeObjectId = prototype.result.objectId;
    if (prototypeObjectId === undefined) return 0;
    const { objects } = await this.#devTools.send('Runtime.queryObjects', {
      prototypeObjectId,
      objectGroup,
    });
    const length = await this.#devTools.send('Runtime.callFunctionOn', {
      objectId: objects.objectId ?? '',
      functionDeclaration: 'function () { return this.length; }',
    });
    await this.#devTools.send('Runtime.releaseObjectGroup', { objectGroup });
    return Number(length.result.value);
  }
}
