// A page without plain sheets.
const nothing = () => {};
export default () => ({ fill: nothing, open: nothing, back: nothing });
