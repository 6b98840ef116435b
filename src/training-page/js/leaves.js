// The ways out of the training page: one message a visit, and entries for a growth record of this device.
import appendAt from "#append";

export default (token, second) => {
  let appending;

  // Into a growth record: a plan (next day, goal, lines) or a skill (id, name, mastered). The record's words for a stage and for
  // who takes care of it are its own.
  async function file(nth, kind, fields, day, tag) {
    const { append, records } = await appending;
    const record = (await records())[nth];
    if (!record) return false;
    const entry = { id: crypto.getRandomValues(new Uint8Array(16)), day, kind };
    if (kind === "plan") {
      const [next, goal, ...lines] = fields;
      const steps = lines.filter((line) => line.trim());
      Object.assign(entry, { goal, steps, owner: tag === "en" ? "me" : "我自己", next: Math.max(next, day), done: false });
    } else {
      const [exercise, name, mastered] = fields;
      Object.assign(entry, { exercise, name, stage: mastered ? "mastered" : "completed" });
    }
    return append(record.id, entry);
  }

  return {
    stock() {
      appending = appending || import(appendAt).then((append) => append.load().then(() => append));
    },
    launched: () => Boolean(token),
    leave: async (message) => (await second()).leave(token, message),
    records: async () => (await (await appending).records()).map(({ name }) => name),
    file,
  };
};
