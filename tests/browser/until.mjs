// Waits until what `holds` gives, or resolves to, is true. (Playwright's `waitForFunction` takes any promise for a yes.)
export async function until(holds, seconds = 30) {
  for (const end = Date.now() + seconds * 1000; !(await holds()); await new Promise((resolve) => setTimeout(resolve, 20))) {
    if (Date.now() > end) throw new Error(`not within ${seconds} seconds: ${holds}`);
  }
}
