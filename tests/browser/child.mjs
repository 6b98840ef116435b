// A program that journeys start. It ends with the journeys' own process, also where that stops in the middle: what is left over would
// hold their output open, and whoever reads it waits for ever.
import { spawn } from "node:child_process";

const children = new Set();

process.on("exit", () => {
  for (const end of children) end();
});
// What Node sends to a file that takes too long.
process.once("SIGTERM", () => process.exit(143));

export function spawned(program, args, options) {
  const child = spawn(program, args, options);
  const end = () => (options.detached ? endGroup(child) : child.kill());
  children.add(end);
  // A group outlives its first process.
  if (!options.detached) child.once("exit", () => children.delete(end));
  return child;
}

export function endGroup({ pid }) {
  try {
    process.kill(-pid);
  } catch (why) {
    if (why.code !== "ESRCH") throw why;
  }
}
