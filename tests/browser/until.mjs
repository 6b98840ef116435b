// Waits until what `holds` gives, or resolves to, counts as true, and gives it; `what` names it where it does not come. (Playwright's
// `waitForFunction` takes any promise for a yes.)
export async function until(holds, seconds = 30, what = holds) {
  for (const end = Date.now() + seconds * 1000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    const found = await holds();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${seconds} seconds: ${what}`);
  }
}
