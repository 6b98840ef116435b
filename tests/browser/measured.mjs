// What every measuring visit shares: the window of a phone, a slow phone on a slow line, and what a page holds.
export const VIEWPORT = { width: 360, height: 740 };
export const SLOW = { cpu: 6, network: { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 } };

// A session with `page`, which is as slow as `profile` says, or as the machine is.
export async function throttled(page, profile) {
  const session = await page.context().newCDPSession(page);
  if (profile) {
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", profile.network);
    await session.send("Emulation.setCPUThrottlingRate", { rate: profile.cpu });
  }
  return session;
}

// After a collection: the browser's counts by name, and the bytes of every Wasm memory together.
export async function held(session) {
  await session.send("Performance.enable");
  await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const { result: prototype } = await session.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
  const { objects } = await session.send("Runtime.queryObjects", { prototypeObjectId: prototype.objectId });
  const sum = { functionDeclaration: "function () { return this.reduce((all, one) => all + one.buffer.byteLength, 0); }" };
  const { result } = await session.send("Runtime.callFunctionOn", { ...sum, objectId: objects.objectId, returnByValue: true });
  return { metrics: Object.fromEntries(metrics.map(({ name, value }) => [name, value])), wasm: result.value };
}
