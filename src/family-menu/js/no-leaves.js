// The family page has no way out: nothing is sent, and nothing goes into another store.
export default () => ({
  stock() {},
  launched: () => false,
  leave: async () => false,
  records: async () => [],
  file: async () => false,
});
